package chat.socket;

/** Why the server closes a socket: codes of RFC 6455 section 7.4, private ones above 4000. */
public enum CloseCode {
  GOING_AWAY(1001, "going away"),
  UNSUPPORTED_DATA(1003, "text frames only"),
  INTERNAL(1011, "internal error"),
  TRY_AGAIN_LATER(1013, "try again later"),
  SESSION_ENDED(4401, "not signed in"),
  SIGN_IN_TIMEOUT(4408, "sign-in took too long"),
  TOO_SLOW(4409, "reads too slowly"),
  TOO_FAST(4429, "sends too fast"),
  TOO_MANY(4430, "too many connections");

  private final short code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = (short) code;
    this.reason = reason;
  }

  public short code() {
    return code;
  }

  public String reason() {
    return reason;
  }
}
