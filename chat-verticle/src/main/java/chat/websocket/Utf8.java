package chat.websocket;

import io.netty.buffer.ByteBuf;

/**
 * Checks UTF-8 (RFC 3629) piece by piece: what is refused is refused at its first wrong byte, as
 * RFC 6455 section 8.1 allows and its test suites wish. Surrogates, overlong forms and anything
 * past U+10FFFF are refused.
 *
 * <p>The state between two pieces is one int: {@link #ACCEPT} between characters; otherwise how
 * many continuation bytes are to come, and the range of the next.
 */
final class Utf8 {
  static final int ACCEPT = 0;
  static final int REJECT = -1;

  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int ANY = range(0x80, 0xBF);

  private Utf8() {}

  /**
   * Goes on from a state over the bytes from {@code from} to before {@code to}.
   *
   * @return the state after them; {@link #REJECT} once one is wrong
   */
  static int check(int state, ByteBuf bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (state == ACCEPT) {
        i = skipAscii(bytes, i, to);
        if (i == to) {
          return ACCEPT;
        }
      }
      state = next(state, bytes.getUnsignedByte(i++));
      if (state == REJECT) {
        return REJECT;
      }
    }
    return state;
  }

  private static int skipAscii(ByteBuf bytes, int from, int to) {
    int i = from;
    while (i + 8 <= to && (bytes.getLong(i) & HIGH_BITS) == 0) {
      i += 8;
    }
    while (i < to && bytes.getByte(i) >= 0) {
      i++;
    }
    return i;
  }

  private static int next(int state, int one) {
    if (state == ACCEPT) {
      return first(one);
    }
    if (one < (state >> 8 & 0xFF) || one > (state & 0xFF)) {
      return REJECT;
    }
    int toCome = (state >> 16) - 1;
    return toCome == 0 ? ACCEPT : toCome << 16 | ANY;
  }

  /** The table of RFC 3629 section 4. */
  private static int first(int one) {
    if (one < 0x80) {
      return ACCEPT;
    } else if (one < 0xC2 || one > 0xF4) {
      return REJECT;
    } else if (one < 0xE0) {
      return 1 << 16 | ANY;
    } else if (one < 0xF0) {
      return 2 << 16
          | switch (one) {
            case 0xE0 -> range(0xA0, 0xBF);
            case 0xED -> range(0x80, 0x9F);
            default -> ANY;
          };
    } else {
      return 3 << 16
          | switch (one) {
            case 0xF0 -> range(0x90, 0xBF);
            case 0xF4 -> range(0x80, 0x8F);
            default -> ANY;
          };
    }
  }

  private static int range(int low, int high) {
    return low << 8 | high;
  }
}
