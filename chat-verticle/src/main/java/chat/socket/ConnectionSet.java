package chat.socket;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of connections of one event loop, by their numbers: a sorted array of exact length while it
 * is small, as nearly all channels are, and a compressed bitmap above. A thousand connections that
 * share a channel cost it some hundred bytes.
 *
 * <p>Not thread-safe. What a {@link #forEach} calls may change a small set, but not a large one.
 */
class ConnectionSet {
  /** Above this many members a bitmap is smaller and quicker to change. */
  private static final int SMALL = 64;

  private static final int[] NONE = {};

  /** Either {@code int[]} or {@link RoaringBitmap}: a field for each would cost all channels. */
  private Object members = NONE;

  /** Adds it; returns whether it was not there. */
  final boolean add(int connection) {
    if (members instanceof RoaringBitmap many) {
      return many.checkedAdd(connection);
    }
    int[] few = (int[]) members;
    int at = Arrays.binarySearch(few, connection);
    if (at >= 0) {
      return false;
    }
    if (few.length == SMALL) {
      RoaringBitmap many = RoaringBitmap.bitmapOf(few);
      many.add(connection);
      members = many;
      return true;
    }
    int insert = -at - 1;
    int[] more = Arrays.copyOf(few, few.length + 1);
    System.arraycopy(few, insert, more, insert + 1, few.length - insert);
    more[insert] = connection;
    members = more;
    return true;
  }

  /** Removes it; returns whether it was there. */
  final boolean remove(int connection) {
    if (members instanceof RoaringBitmap many) {
      boolean removed = many.checkedRemove(connection);
      // Not at the same size as above, or a channel there would be converted at every change.
      if (removed && many.getLongCardinality() <= SMALL / 2) {
        members = many.toArray();
      }
      return removed;
    }
    int[] few = (int[]) members;
    int at = Arrays.binarySearch(few, connection);
    if (at < 0) {
      return false;
    }
    if (few.length == 1) {
      members = NONE;
      return true;
    }
    int[] less = Arrays.copyOf(few, few.length - 1);
    System.arraycopy(few, at + 1, less, at, less.length - at);
    members = less;
    return true;
  }

  final boolean contains(int connection) {
    return members instanceof RoaringBitmap many
        ? many.contains(connection)
        : Arrays.binarySearch((int[]) members, connection) >= 0;
  }

  final int size() {
    return members instanceof RoaringBitmap many ? many.getCardinality() : ((int[]) members).length;
  }

  final boolean isEmpty() {
    return members == NONE;
  }

  /** Shows all, ascending. */
  final void forEach(IntConsumer action) {
    if (members instanceof RoaringBitmap many) {
      many.forEach((org.roaringbitmap.IntConsumer) action::accept);
      return;
    }
    for (int connection : (int[]) members) {
      action.accept(connection);
    }
  }
}
