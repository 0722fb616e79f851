package chat.websocket;

/** Why a connection was closed: RFC 6455 section 7.4 and the registry that it started. */
public final class StatusCode {
  public static final int NORMAL = 1000;
  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;
  public static final int UNSUPPORTED_DATA = 1003;

  /** The peer closed without giving a code; never on the wire. */
  public static final int NONE_GIVEN = 1005;

  /** The connection ended without a close frame; never on the wire. */
  public static final int ABNORMAL = 1006;

  public static final int INVALID_DATA = 1007;
  public static final int POLICY_VIOLATION = 1008;
  public static final int TOO_BIG = 1009;
  public static final int INTERNAL_ERROR = 1011;
  public static final int TRY_AGAIN_LATER = 1013;

  private StatusCode() {}

  /** Whether a close frame may carry the code (sections 7.4.1 and 7.4.2). */
  public static boolean mayBeSent(int code) {
    return code >= 1000 && code <= 1003
        || code >= 1007 && code <= 1014
        || code >= 3000 && code <= 4999;
  }
}
