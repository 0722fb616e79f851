package chat.embedded;

/** The kinds of servers that the product stands on. */
public enum Backend {
  /** MariaDB: users, teams, channels, settings. */
  MYSQL,
  /** The log that orders every change of a channel. */
  KAFKA,
  /** MongoDB: messages and summaries. */
  MONGO,
  /** Cache and presence. */
  REDIS,
  /** Attachments. */
  S3;

  /** The name in file names and in messages. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
