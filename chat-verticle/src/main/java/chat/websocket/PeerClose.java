package chat.websocket;

import io.netty.buffer.ByteBuf;

/**
 * What a peer's close frame says (RFC 6455 section 5.5.1).
 *
 * @param code {@link StatusCode#NONE_GIVEN} if the frame is empty
 * @param wrong the rule that it breaks, or null
 */
record PeerClose(int code, Violation wrong) {
  static PeerClose read(ByteBuf payload) {
    int length = payload.readableBytes();
    if (length == 0) {
      return new PeerClose(StatusCode.NONE_GIVEN, null);
    }
    int code = length == 1 ? 0 : payload.readUnsignedShort();
    if (!StatusCode.mayBeSent(code)) {
      return new PeerClose(code, Violation.BAD_CLOSE);
    }
    int utf8 = Utf8.check(Utf8.ACCEPT, payload, payload.readerIndex(), payload.writerIndex());
    return new PeerClose(code, utf8 == Utf8.ACCEPT ? null : Violation.NOT_UTF8);
  }
}
