package chat.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Encodes the server's frames: whole and without a mask (RFC 6455 section 5.1). */
final class Frames {
  static final int MAX_CONTROL = 125;

  /** All connections send the same empty ping; duplicate it before writing. */
  static final ByteBuf PING =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2, 2).writeShort((0x80 | Opcode.PING) << 8))
          .asReadOnly();

  private static final int MAX_REASON = MAX_CONTROL - 2;
  private static final int LONGEST_HEAD = 10;

  private Frames() {}

  /** A frame in a direct buffer, which sockets take without a copy. */
  static ByteBuf of(ByteBufAllocator alloc, int opcode, byte[] payload) {
    return head(alloc, opcode, payload.length).writeBytes(payload);
  }

  /** The same, of the readable bytes, which stay as they are. */
  static ByteBuf of(ByteBufAllocator alloc, int opcode, ByteBuf payload) {
    int length = payload.readableBytes();
    return head(alloc, opcode, length).writeBytes(payload, payload.readerIndex(), length);
  }

  /** A close frame; a reason of more than 123 bytes is cut between characters. */
  static ByteBuf close(ByteBufAllocator alloc, int code, String reason) {
    if (code == StatusCode.NONE_GIVEN) {
      return head(alloc, Opcode.CLOSE, 0);
    }
    String fits = reason;
    while (ByteBufUtil.utf8Bytes(fits) > MAX_REASON) {
      fits = fits.substring(0, fits.offsetByCodePoints(fits.length(), -1));
    }
    byte[] bytes = fits.getBytes(UTF_8);
    return head(alloc, Opcode.CLOSE, 2 + bytes.length).writeShort(code).writeBytes(bytes);
  }

  /** Text frames one after another in a direct buffer. */
  static ByteBuf texts(ByteBufAllocator alloc, List<byte[]> payloads) {
    int size = payloads.stream().mapToInt(each -> LONGEST_HEAD + each.length).sum();
    ByteBuf all = alloc.directBuffer(size);
    payloads.forEach(each -> head(all, Opcode.TEXT, each.length).writeBytes(each));
    return all;
  }

  private static ByteBuf head(ByteBufAllocator alloc, int opcode, int length) {
    int head = length <= 125 ? 2 : length <= 0xFFFF ? 4 : LONGEST_HEAD;
    return head(alloc.directBuffer(head + length), opcode, length);
  }

  private static ByteBuf head(ByteBuf to, int opcode, int length) {
    int first = 0x80 | opcode;
    if (length <= 125) {
      return to.writeByte(first).writeByte(length);
    } else if (length <= 0xFFFF) {
      return to.writeByte(first).writeByte(126).writeShort(length);
    } else {
      return to.writeByte(first).writeByte(127).writeLong(length);
    }
  }
}
