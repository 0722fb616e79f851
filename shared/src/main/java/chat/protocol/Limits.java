package chat.protocol;

/** The limits that clients can rely on; each is checked where input enters. */
public final class Limits {
  /** UTF-16 code units of a message body. */
  public static final int BODY_CODE_UNITS = 100_000;

  /** Bytes of one socket frame or REST body: a body of that size, every unit escaped in JSON. */
  public static final int FRAME_BYTES = 1 << 20;

  /** Bytes of a frame before sign-in: a token fits. */
  public static final int SIGN_IN_FRAME_BYTES = 8 << 10;

  /** Depth of nested JSON. */
  public static final int NESTING = 16;

  /** Mentions of one message. */
  public static final int MENTIONS = 100;

  /** Attachments of one message. */
  public static final int ATTACHMENTS = 20;

  /** Users whose presence one connection may watch. */
  public static final int WATCHED = 500;

  /** Different emoji under one message. */
  public static final int EMOJI_PER_MESSAGE = 50;

  /** Reactions under one message, all emoji together. */
  public static final int REACTIONS_PER_MESSAGE = 10_000;

  /** Pinned messages of a channel. */
  public static final int PINS = 100;

  /** Items of one page. */
  public static final int PAGE = 200;

  /** Characters of a {@code ref}. */
  public static final int REF = 64;

  /** How long an operation's id is remembered, in milliseconds of the log's time. */
  public static final long ID_WINDOW_MILLIS = 10 * 60 * 1000L;

  /** How far an operation's id may lie ahead of the log's time, in milliseconds. */
  public static final long ID_AHEAD_MILLIS = 5 * 60 * 1000L;

  private Limits() {}
}
