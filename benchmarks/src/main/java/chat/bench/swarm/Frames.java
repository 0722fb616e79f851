package chat.bench.swarm;

/**
 * Finds the server's WebSocket frames (RFC 6455 section 5.2) in an array, without making objects.
 */
final class Frames {
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;

  private Frames() {}

  /** Hears of one whole frame; the bytes are valid during the call. */
  @FunctionalInterface
  interface Sink {
    void frame(int connection, int opcode, byte[] bytes, int from, int to);
  }

  /** Tells the sink of all whole frames; gives where the first one begins that is not whole. */
  static int scan(int connection, byte[] bytes, int from, int to, Sink sink) {
    int at = from;
    while (true) {
      int payload = payload(bytes, at, to);
      if (payload < 0) {
        return at;
      }
      int end = payload + length(bytes, at);
      if (end > to) {
        return at;
      }
      sink.frame(connection, bytes[at] & 0x0F, bytes, payload, end);
      at = end;
    }
  }

  /** Where the payload begins, or -1 if the header is not whole. */
  private static int payload(byte[] bytes, int at, int to) {
    if (to - at < 2) {
      return -1;
    }
    int header =
        switch (bytes[at + 1] & 0x7F) {
          case 126 -> 4;
          case 127 -> 10;
          default -> 2;
        };
    return to - at < header ? -1 : at + header;
  }

  /** Length of the payload of a frame whose header is whole. */
  private static int length(byte[] bytes, int at) {
    int small = bytes[at + 1] & 0x7F;
    if (small < 126) {
      return small;
    }
    int end = small == 126 ? at + 4 : at + 10;
    long length = 0;
    for (int i = at + 2; i < end; i++) {
      length = length << 8 | (bytes[i] & 0xFF);
    }
    if (length < 0 || length > Integer.MAX_VALUE / 2) {
      throw new IllegalStateException("a frame of " + length + " bytes");
    }
    return (int) length;
  }

  /** A client's frame; masked by zero, which changes nothing (section 5.3). */
  static byte[] masked(int opcode, byte[] payload, int from, int to) {
    int length = to - from;
    int header = length < 126 ? 6 : length <= 0xFFFF ? 8 : 14;
    byte[] frame = new byte[header + length];
    frame[0] = (byte) (0x80 | opcode);
    if (length < 126) {
      frame[1] = (byte) (0x80 | length);
    } else {
      int digits = length <= 0xFFFF ? 2 : 8;
      frame[1] = (byte) (0x80 | (digits == 2 ? 126 : 127));
      for (int i = 0; i < digits; i++) {
        frame[1 + digits - i] = (byte) ((long) length >>> (8 * i));
      }
    }
    System.arraycopy(payload, from, frame, header, length);
    return frame;
  }
}
