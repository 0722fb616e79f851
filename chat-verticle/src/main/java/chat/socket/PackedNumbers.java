package chat.socket;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A sorted list of numbers as the gaps between them, seven bits a byte: of a few hundred out of
 * some thousands each takes one byte. An array is never changed.
 */
final class PackedNumbers {
  static final byte[] NONE = {};

  private static final int MOST_BYTES_EACH = 5;
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private PackedNumbers() {}

  /** Packs numbers from 0, each once; sorts them. */
  static byte[] of(int[] numbers) {
    if (numbers.length == 0) {
      return NONE;
    }
    Arrays.sort(numbers);
    byte[] packed = new byte[numbers.length * MOST_BYTES_EACH];
    int at = 0;
    int last = 0;
    for (int number : numbers) {
      at = write(number - last, packed, at);
      last = number;
    }
    return Arrays.copyOf(packed, at);
  }

  /** With that number; the same array if it was there. */
  static byte[] with(byte[] packed, int number) {
    int last = 0;
    int at = 0;
    while (at < packed.length) {
      int end = end(packed, at);
      int next = last + gap(packed, at);
      if (next == number) {
        return packed;
      }
      if (next > number) {
        return splice(packed, at, end, number - last, next - number);
      }
      last = next;
      at = end;
    }
    return splice(packed, at, at, number - last);
  }

  /** Without that number; the same array if it was not there, {@link #NONE} if it was the last. */
  static byte[] without(byte[] packed, int number) {
    int last = 0;
    int at = 0;
    while (at < packed.length) {
      int end = end(packed, at);
      int gap = gap(packed, at);
      if (last + gap > number) {
        return packed;
      }
      if (last + gap == number) {
        if (end < packed.length) {
          return splice(packed, at, end(packed, end), gap + gap(packed, end));
        }
        return at == 0 ? NONE : Arrays.copyOf(packed, at);
      }
      last += gap;
      at = end;
    }
    return packed;
  }

  /** The end of the gap that begins there. */
  private static int end(byte[] packed, int at) {
    int end = at;
    while (packed[end] < 0) {
      end++;
    }
    return end + 1;
  }

  private static int gap(byte[] packed, int at) {
    int gap = 0;
    int shift = 0;
    for (int i = at; ; i++, shift += BITS) {
      gap |= (packed[i] & (MORE - 1)) << shift;
      if (packed[i] >= 0) {
        return gap;
      }
    }
  }

  /** These gaps in place of the bytes between {@code from} and {@code to}. */
  private static byte[] splice(byte[] packed, int from, int to, int... gaps) {
    byte[] packedGaps = new byte[gaps.length * MOST_BYTES_EACH];
    int length = 0;
    for (int gap : gaps) {
      length = write(gap, packedGaps, length);
    }
    byte[] result = new byte[packed.length - (to - from) + length];
    System.arraycopy(packed, 0, result, 0, from);
    System.arraycopy(packedGaps, 0, result, from, length);
    System.arraycopy(packed, to, result, from + length, packed.length - to);
    return result;
  }

  /** Writes a gap; returns where the next one begins. */
  private static int write(int gap, byte[] into, int at) {
    int rest = gap;
    int next = at;
    while (rest >= MORE) {
      into[next++] = (byte) (rest | MORE);
      rest >>>= BITS;
    }
    into[next++] = (byte) rest;
    return next;
  }

  /** Shows all, ascending. */
  static void forEach(byte[] packed, IntConsumer action) {
    int number = 0;
    int gap = 0;
    int shift = 0;
    for (byte next : packed) {
      gap |= (next & (MORE - 1)) << shift;
      if (next < 0) {
        shift += BITS;
      } else {
        number += gap;
        action.accept(number);
        gap = 0;
        shift = 0;
      }
    }
  }
}
