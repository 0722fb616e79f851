package chat.channel;

import chat.id.OperationId;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The operations that a channel decided lately, so that a repeat is answered like the first. Holds
 * primitive entries in a ring, in the order of the log: 40 bytes an entry and 8 to 16 of index.
 *
 * <p>An entry may go once its id is too old to be accepted anyway; see {@link #forget}. Not
 * thread-safe.
 */
final class IdWindow {
  private static final int STRIDE = 5;
  private static final int SMALLEST = 4;

  /** What was decided under an id. {@code time} is the log's, in milliseconds. */
  record Entry(OperationId id, long seq, long n, long time) {}

  private long[] ring = new long[SMALLEST * STRIDE];
  private int[] index = new int[SMALLEST * 2];
  private int capacity = SMALLEST;

  /** Entries are numbered from the first ever; slot = number modulo capacity. */
  private long first;

  private long end;

  int size() {
    return (int) (end - first);
  }

  /** The entry of {@code id}, or {@code null}. */
  Entry find(OperationId id) {
    int at = position(id.high(), id.low());
    return index[at] == 0 ? null : entry(index[at] - 1);
  }

  /** Adds the newest decision; nothing happens if the id is there already. */
  void add(Entry entry) {
    if (size() == capacity) {
      resize(capacity * 2);
    }
    int at = position(entry.id().high(), entry.id().low());
    if (index[at] != 0) {
      return;
    }
    int slot = (int) (end % capacity);
    int base = slot * STRIDE;
    ring[base] = entry.id().high();
    ring[base + 1] = entry.id().low();
    ring[base + 2] = entry.seq();
    ring[base + 3] = entry.n();
    ring[base + 4] = entry.time();
    index[at] = slot + 1;
    end++;
  }

  /** Drops the entries that were decided before {@code time}. */
  void forget(long time) {
    long keep = first;
    while (keep < end && ring[(int) (keep % capacity) * STRIDE + 4] < time) {
      keep++;
    }
    if (keep == first) {
      return;
    }
    // Rebuilding costs as much as all entries: worth it when a good part of them goes.
    if (keep - first >= Math.max(SMALLEST, size() / 4)) {
      first = keep;
      resize(Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, size())) * 2));
    }
  }

  /** The entries with a {@code seq} above {@code after}, in the order of the log. */
  void forEachAfter(long after, Consumer<Entry> consumer) {
    long from = end;
    while (from > first && ring[(int) ((from - 1) % capacity) * STRIDE + 2] > after) {
      from--;
    }
    for (long number = from; number < end; number++) {
      consumer.accept(entry((int) (number % capacity)));
    }
  }

  private Entry entry(int slot) {
    int base = slot * STRIDE;
    return new Entry(
        new OperationId(ring[base], ring[base + 1]),
        ring[base + 2],
        ring[base + 3],
        ring[base + 4]);
  }

  private int position(long high, long low) {
    int mask = index.length - 1;
    int at = (int) mix(high ^ Long.rotateLeft(low, 32)) & mask;
    while (index[at] != 0) {
      int base = (index[at] - 1) * STRIDE;
      if (ring[base] == high && ring[base + 1] == low) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Spreads ids that share their time over the index (the finalizer of MurmurHash3). */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    return mixed ^ (mixed >>> 33);
  }

  private void resize(int wanted) {
    long[] old = ring;
    int oldCapacity = capacity;
    capacity = wanted;
    ring = new long[wanted * STRIDE];
    index = new int[wanted * 2];
    for (long number = first; number < end; number++) {
      int from = (int) (number % oldCapacity) * STRIDE;
      int slot = (int) (number % wanted);
      System.arraycopy(old, from, ring, slot * STRIDE, STRIDE);
      index[position(old[from], old[from + 1])] = slot + 1;
    }
  }

  /** A copy that changes on its own. */
  IdWindow copy() {
    IdWindow copy = new IdWindow();
    copy.ring = Arrays.copyOf(ring, ring.length);
    copy.index = Arrays.copyOf(index, index.length);
    copy.capacity = capacity;
    copy.first = first;
    copy.end = end;
    return copy;
  }
}
