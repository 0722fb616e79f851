package chat.websocket;

import io.netty.buffer.ByteBuf;

/** Takes the client's mask off a payload (RFC 6455 section 5.3), in place, eight bytes a step. */
final class Masking {
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Masking() {}

  /**
   * Unmasks the bytes from {@code from} to before {@code to}.
   *
   * @param mask whose highest byte belongs to the first of them
   * @return whether all of them, unmasked, are ASCII
   */
  static boolean unmask(ByteBuf bytes, int from, int to, int mask) {
    long twice = Integer.toUnsignedLong(mask) << 32 | Integer.toUnsignedLong(mask);
    long seen = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long word = bytes.getLong(i) ^ twice;
      bytes.setLong(i, word);
      seen |= word;
    }
    for (int rest = mask; i < to; i++) {
      int one = bytes.getByte(i) ^ rest >>> 24;
      bytes.setByte(i, one);
      seen |= one & 0x80;
      rest = Integer.rotateLeft(rest, 8);
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** The mask for what follows after {@code bytes} bytes. */
  static int after(int mask, int bytes) {
    return Integer.rotateLeft(mask, (bytes & 3) * 8);
  }
}
