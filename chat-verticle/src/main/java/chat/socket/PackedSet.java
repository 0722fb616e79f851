package chat.socket;

import java.util.function.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of numbers that takes a byte or two for each: as {@link PackedNumbers} while that is short,
 * as a compressed bitmap above. Smaller than a {@link ConnectionSet} and slower to change. Not
 * thread-safe.
 */
class PackedSet {
  /**
   * So many bytes are read at each change; above, a bitmap is quicker, and takes two bytes each.
   */
  private static final int MOST_BYTES = 256;

  /** Below so many it is packed again. */
  private static final int FEW = 64;

  /** Either {@code byte[]} or {@link RoaringBitmap}. */
  private Object members = PackedNumbers.NONE;

  final void add(int number) {
    if (members instanceof RoaringBitmap many) {
      many.add(number);
      return;
    }
    byte[] more = PackedNumbers.with((byte[]) members, number);
    members = more;
    if (more.length > MOST_BYTES) {
      RoaringBitmap many = new RoaringBitmap();
      PackedNumbers.forEach(more, many::add);
      members = many;
    }
  }

  final void remove(int number) {
    if (!(members instanceof RoaringBitmap many)) {
      members = PackedNumbers.without((byte[]) members, number);
      return;
    }
    many.remove(number);
    if (many.getCardinality() < FEW) {
      members = PackedNumbers.of(many.toArray());
    }
  }

  final boolean isEmpty() {
    return members == PackedNumbers.NONE;
  }

  /** Shows all, ascending. */
  final void forEach(IntConsumer action) {
    if (members instanceof RoaringBitmap many) {
      many.forEach((org.roaringbitmap.IntConsumer) action::accept);
    } else {
      PackedNumbers.forEach((byte[]) members, action);
    }
  }
}
