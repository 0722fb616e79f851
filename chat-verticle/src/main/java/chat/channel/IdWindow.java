package chat.channel;

import chat.id.OperationId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The operations that a channel decided lately, so that a repeat is answered like the first. A busy
 * node holds millions: an entry takes 32 bytes and 5 to 11 of index, in blocks, so that growing
 * copies nothing but the index.
 *
 * <p>An entry may go once its id is too old to be accepted anyway; see {@link #forget}. Not
 * thread-safe.
 */
final class IdWindow {
  private static final int BLOCK = 256;
  private static final int SMALLEST = 4;

  /** What was decided under an id. {@code time} is the log's, in milliseconds. */
  record Entry(OperationId id, long seq, long n, long time) {}

  /** Entries in the order of the log: {@value #BLOCK}, but the last block may have fewer. */
  private final List<Block> blocks = new ArrayList<>(1);

  /** By hash of the id, with linear probing: the place of an entry, counted from 1. */
  private int[] index = new int[SMALLEST * 2];

  private int size;

  /** Some entries; their {@code seq} and {@code n} are kept as what they exceed the first's by. */
  private static final class Block {
    private static final int LONGS = 3;
    private static final int INTS = 2;
    private static final int BYTES = LONGS * Long.BYTES + INTS * Integer.BYTES;

    /** The object, the heads of its arrays and its place in the list. */
    private static final int OVERHEAD = 80;

    private final long seq;
    private final long n;
    private long[] idsAndTimes;
    private int[] numbers;

    Block(Entry first, int capacity) {
      this.seq = first.seq();
      this.n = first.n();
      this.idsAndTimes = new long[capacity * LONGS];
      this.numbers = new int[capacity * INTS];
    }

    void put(int place, Entry entry) {
      if (place * INTS == numbers.length) {
        idsAndTimes = Arrays.copyOf(idsAndTimes, idsAndTimes.length * 2);
        numbers = Arrays.copyOf(numbers, numbers.length * 2);
      }
      idsAndTimes[place * LONGS] = entry.id().high();
      idsAndTimes[place * LONGS + 1] = entry.id().low();
      idsAndTimes[place * LONGS + 2] = entry.time();
      numbers[place * INTS] = Math.toIntExact(entry.seq() - seq);
      numbers[place * INTS + 1] = Math.toIntExact(entry.n() - n);
    }

    Entry get(int place) {
      return new Entry(
          new OperationId(high(place), low(place)), seq(place), n + number(place, 1), time(place));
    }

    int capacity() {
      return numbers.length / INTS;
    }

    long high(int place) {
      return idsAndTimes[place * LONGS];
    }

    long low(int place) {
      return idsAndTimes[place * LONGS + 1];
    }

    long time(int place) {
      return idsAndTimes[place * LONGS + 2];
    }

    long seq(int place) {
      return seq + number(place, 0);
    }

    private int number(int place, int which) {
      return numbers[place * INTS + which];
    }
  }

  int size() {
    return size;
  }

  /** About what it takes in memory. */
  long bytes() {
    int places =
        size > BLOCK ? blocks.size() * BLOCK : size == 0 ? 0 : blocks.getFirst().capacity();
    return (long) places * Block.BYTES + (long) blocks.size() * Block.OVERHEAD + 4L * index.length;
  }

  /** The entry of {@code id}, or {@code null}. */
  Entry find(OperationId id) {
    int at = position(id.high(), id.low());
    return index[at] == 0 ? null : entry(index[at] - 1);
  }

  /** Adds the newest decision; nothing happens if the id is there already. */
  void add(Entry entry) {
    int at = position(entry.id().high(), entry.id().low());
    if (index[at] != 0) {
      return;
    }
    if (size % BLOCK == 0) {
      blocks.add(new Block(entry, size == 0 ? SMALLEST : BLOCK));
    }
    blocks.getLast().put(size % BLOCK, entry);
    index[at] = ++size;
    if (size > index.length / 4 * 3) {
      growIndex();
    }
  }

  /** Drops entries that were decided before {@code time}: all, or none if they are but a few. */
  void forget(long time) {
    // Dropping costs as much as all that stay: worth it once an eighth goes.
    int old = Math.max(1, size / 8);
    if (size == 0 || block(old - 1).time((old - 1) % BLOCK) >= time) {
      return;
    }
    while (old < size && block(old).time(old % BLOCK) < time) {
      old++;
    }
    List<Block> before = List.copyOf(blocks);
    int end = size;
    blocks.clear();
    size = 0;
    index = new int[Integer.highestOneBit(Math.max(SMALLEST, end - old)) * 2];
    for (int number = old; number < end; number++) {
      add(before.get(number / BLOCK).get(number % BLOCK));
    }
  }

  /** The entries with a {@code seq} above {@code after}, in the order of the log. */
  void forEachAfter(long after, Consumer<Entry> consumer) {
    int from = size;
    while (from > 0 && block(from - 1).seq((from - 1) % BLOCK) > after) {
      from--;
    }
    for (int number = from; number < size; number++) {
      consumer.accept(entry(number));
    }
  }

  private Entry entry(int number) {
    return block(number).get(number % BLOCK);
  }

  private Block block(int number) {
    return blocks.get(number / BLOCK);
  }

  private int position(long high, long low) {
    int mask = index.length - 1;
    int at = (int) mix(high ^ Long.rotateLeft(low, 32)) & mask;
    while (index[at] != 0) {
      int number = index[at] - 1;
      Block block = block(number);
      if (block.low(number % BLOCK) == low && block.high(number % BLOCK) == high) {
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

  private void growIndex() {
    index = new int[index.length * 2];
    for (int number = 0; number < size; number++) {
      Block block = block(number);
      index[position(block.high(number % BLOCK), block.low(number % BLOCK))] = number + 1;
    }
  }

  /** A copy that changes on its own. */
  IdWindow copy() {
    IdWindow copy = new IdWindow();
    forEachAfter(Long.MIN_VALUE, copy::add);
    return copy;
  }
}
