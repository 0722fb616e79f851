package chat.id;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A hash table of things that carry their identifiers themselves, so that an entry costs a slot of
 * an array (about 7 bytes) and no object: for tables with an entry per connection or channel.
 *
 * <p>Open addressing with linear probing; a removal moves entries back, so there are no tombstones
 * and no growth under churn. Not thread-safe; do not change it while iterating.
 */
public final class IdTable<V extends Identified> {
  private static final int SMALLEST = 16;

  private Object[] slots = new Object[SMALLEST];
  private int size;

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The one with the identifier {@code id}, or {@code null}; any text may be asked for. */
  public V get(String id) {
    return Ids.isExact(id) ? get(Ids.high(id), Ids.low(id)) : null;
  }

  /** The one with these bits, or {@code null}. */
  public V get(long high, long low) {
    return at(find(high, low));
  }

  /** Adds it, in place of the one with the same identifier; returns that one, or {@code null}. */
  public V put(V value) {
    int slot = find(value.high(), value.low());
    V old = at(slot);
    slots[slot] = value;
    if (old == null) {
      size++;
      if (size > slots.length / 4 * 3) {
        resize(slots.length * 2);
      }
    }
    return old;
  }

  /** Removes the one with these bits; returns it, or {@code null}. */
  public V remove(long high, long low) {
    int gap = find(high, low);
    V removed = at(gap);
    if (removed == null) {
      return null;
    }
    size--;
    int mask = slots.length - 1;
    for (int next = (gap + 1) & mask; slots[next] != null; next = (next + 1) & mask) {
      V moved = at(next);
      int home = hash(moved.high(), moved.low()) & mask;
      // It may fill the gap unless its home lies behind the gap.
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        slots[gap] = moved;
        gap = next;
      }
    }
    slots[gap] = null;
    if (slots.length > SMALLEST && size < slots.length / 8) {
      resize(slots.length / 2);
    }
    return removed;
  }

  /** Shows all of them, in no order. */
  public void forEach(Consumer<? super V> action) {
    for (int slot = 0; slot < slots.length; slot++) {
      if (slots[slot] != null) {
        action.accept(at(slot));
      }
    }
  }

  /** Removes those that the filter takes; it is asked once for each. */
  public void removeIf(Predicate<? super V> filter) {
    Object[] old = slots;
    slots = new Object[old.length];
    size = 0;
    for (Object each : old) {
      @SuppressWarnings("unchecked")
      V value = (V) each;
      if (value != null && !filter.test(value)) {
        put(value);
      }
    }
  }

  private int find(long high, long low) {
    int mask = slots.length - 1;
    int slot = hash(high, low) & mask;
    while (slots[slot] != null) {
      V value = at(slot);
      if (value.low() == low && value.high() == high) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  @SuppressWarnings("unchecked")
  private V at(int slot) {
    return (V) slots[slot];
  }

  private void resize(int length) {
    Object[] old = slots;
    slots = new Object[length];
    Arrays.stream(old).filter(value -> value != null).forEach(this::place);
  }

  @SuppressWarnings("unchecked")
  private void place(Object value) {
    V placed = (V) value;
    slots[find(placed.high(), placed.low())] = placed;
  }

  private static int hash(long high, long low) {
    // Identifiers that sort by time differ in few bits.
    long mixed = (high * 0x9E3779B97F4A7C15L) ^ low;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 32);
  }
}
