package chat.websocket;

/** What a peer can do wrong; each fails the connection (RFC 6455 section 7.1.7). */
enum Violation {
  RESERVED_BITS(StatusCode.PROTOCOL_ERROR, "reserved bits set without an extension"),
  UNKNOWN_OPCODE(StatusCode.PROTOCOL_ERROR, "unknown opcode"),
  NOT_MASKED(StatusCode.PROTOCOL_ERROR, "frame of a client without a mask"),
  FRAGMENTED_CONTROL(StatusCode.PROTOCOL_ERROR, "fragmented control frame"),
  LONG_CONTROL(StatusCode.PROTOCOL_ERROR, "control frame of more than 125 bytes"),
  NOTHING_TO_CONTINUE(StatusCode.PROTOCOL_ERROR, "continuation without a message"),
  MESSAGE_NOT_FINISHED(StatusCode.PROTOCOL_ERROR, "new message within a message"),
  BAD_LENGTH(StatusCode.PROTOCOL_ERROR, "length not in the fewest bytes, or negative"),
  BAD_CLOSE(StatusCode.PROTOCOL_ERROR, "close frame with a bad code"),
  NOT_UTF8(StatusCode.INVALID_DATA, "text is not UTF-8"),
  TOO_BIG(StatusCode.TOO_BIG, "message too big"),
  IDLE_FRAMES(StatusCode.POLICY_VIOLATION, "too many frames without content");

  private final int code;
  private final String reason;

  Violation(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
