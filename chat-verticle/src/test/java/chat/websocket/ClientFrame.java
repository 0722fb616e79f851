package chat.websocket;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A frame of a client, right or wrong.
 *
 * @param rsv the three reserved bits, 0 to 7
 * @param sent how much of the payload really follows the header
 */
record ClientFrame(boolean fin, int rsv, int opcode, Payload payload, int sent) {
  static ClientFrame of(int opcode, Payload payload) {
    return part(opcode, payload, true);
  }

  static ClientFrame part(int opcode, Payload payload, boolean fin) {
    return new ClientFrame(fin, 0, opcode, payload, payload.length());
  }

  static ClientFrame text(String text) {
    return of(Opcode.TEXT, Payload.text(text));
  }

  static ClientFrame ping(String text) {
    return of(Opcode.PING, Payload.text(text));
  }

  /** A close frame; {@link StatusCode#NONE_GIVEN} makes it empty. */
  static ClientFrame close(int code, String reason) {
    return of(
        Opcode.CLOSE,
        code == StatusCode.NONE_GIVEN
            ? Payload.NONE
            : Payload.hex("%04x".formatted(code) + Payload.text(reason).hex()));
  }

  ClientFrame reserved(int bits) {
    return new ClientFrame(fin, bits, opcode, payload, sent);
  }

  ClientFrame cut(int bytes) {
    return new ClientFrame(fin, rsv, opcode, payload, bytes);
  }

  /** On the wire, with a mask of its own. */
  byte[] encoded() {
    byte[] bytes = payload.bytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 14);
    out.write((fin ? 0x80 : 0) | rsv << 4 | opcode);
    if (bytes.length <= 125) {
      out.write(0x80 | bytes.length);
    } else if (bytes.length <= 0xFFFF) {
      out.write(0x80 | 126);
      writeNumber(out, bytes.length, 2);
    } else {
      out.write(0x80 | 127);
      writeNumber(out, bytes.length, 8);
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    out.writeBytes(mask);
    for (int i = 0; i < sent; i++) {
      out.write(bytes[i] ^ mask[i & 3]);
    }
    return out.toByteArray();
  }

  private static void writeNumber(ByteArrayOutputStream out, long number, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (number >> i * 8));
    }
  }
}
