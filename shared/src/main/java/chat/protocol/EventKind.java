package chat.protocol;

/** What can happen in a channel. A client of an older version skips what it does not know. */
public final class EventKind {
  public static final String MESSAGE = "message";
  public static final String MEMBER = "member";
  public static final String CHANNEL = "channel";
  public static final String EDITED = "edited";
  public static final String DELETED = "deleted";
  public static final String REACTED = "reacted";
  public static final String UNREACTED = "unreacted";
  public static final String PINNED = "pinned";
  public static final String UNPINNED = "unpinned";

  private EventKind() {}
}
