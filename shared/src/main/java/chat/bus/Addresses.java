package chat.bus;

/**
 * The event bus addresses. A node registers a handful of them; nothing is registered per client.
 */
public final class Addresses {
  /** Request {@link DirectoryMessages.MembershipsOf}; answered by any node with the role api. */
  public static final String MEMBERSHIPS = "directory.memberships";

  /** Request {@link AttachmentMessages.Take}; answered by any node with the role api. */
  public static final String ATTACHMENTS = "attachments.take";

  /** Sent {@link AttachmentMessages.Sent} to any node with the role api. */
  public static final String ATTACHMENTS_SENT = "attachments.sent";

  /** Request {@link DirectoryMessages.MayModerate}; answered by any node with the role api. */
  public static final String MODERATION = "directory.moderation";

  /** Published {@link SessionRevoked} when a session has ended; nodes close its sockets. */
  public static final String SESSIONS_REVOKED = "sessions.revoked";

  /** Published {@link OwnerMessages.Claims} by owners each second and when they change. */
  public static final String OWNERS = "channel.owners";

  /** Published {@link OwnerMessages.ClaimsWanted} by a node that has just started. */
  public static final String OWNERS_WANTED = "channel.owners.wanted";

  /** Published {@link ReadsAdvanced}: positions that moved, for the users' other devices. */
  public static final String READS_ADVANCED = "channel.reads";

  /** Published {@link News} for connected users. */
  public static final String NEWS = "users.news";

  private Addresses() {}

  /** Where an owner of partitions answers what of a channel is not yet stored. */
  public static String owner(String owner) {
    return "owner." + owner + ".tail";
  }

  /** Where an owner answers which messages of a channel are pinned. */
  public static String pins(String owner) {
    return "owner." + owner + ".pins";
  }

  /** Where an owner hears which channels a node wants. */
  public static String interest(String owner) {
    return "owner." + owner + ".interest";
  }

  /** Where an owner hears who is writing. */
  public static String typing(String owner) {
    return "owner." + owner + ".typing";
  }

  /** Where an owner hears that a node still wants them. */
  public static String alive(String owner) {
    return "owner." + owner + ".alive";
  }

  /** Where a node takes the answers to the records that it appended. */
  public static String answers(String node) {
    return "node." + node + ".answers";
  }

  /** Where a node takes batches of events for its connections. */
  public static String events(String node) {
    return "node." + node + ".events";
  }

  /** Where the presence part of a node hears of its connections; local to the process. */
  public static String presence(String node) {
    return "node." + node + ".presence";
  }

  /** Where a node's sockets hear who of the cell came and went; local to the process. */
  public static String transitions(String node) {
    return "node." + node + ".transitions";
  }
}
