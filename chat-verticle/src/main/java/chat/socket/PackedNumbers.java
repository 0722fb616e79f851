package chat.socket;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A sorted list of numbers as the gaps between them, seven bits a byte: of a few hundred out of
 * some thousands each takes one byte. Not to be changed.
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
      int gap = number - last;
      last = number;
      while (gap >= MORE) {
        packed[at++] = (byte) (gap | MORE);
        gap >>>= BITS;
      }
      packed[at++] = (byte) gap;
    }
    return Arrays.copyOf(packed, at);
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
