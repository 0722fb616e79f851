package chat.socket;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Things of one event loop by small numbers, which others keep in place of references: four bytes,
 * and nothing for a garbage collection to follow. The number of a removed one is given to a later
 * one. Not thread-safe.
 */
final class NumberedTable<V> {
  private static final int SMALLEST = 16;

  private Object[] values = new Object[SMALLEST];
  private int[] free = new int[SMALLEST];
  private int frees;
  private int next;

  /** The number that the next {@link #add} will give. */
  int nextNumber() {
    return frees > 0 ? free[frees - 1] : next;
  }

  /** Adds it under {@link #nextNumber}. */
  void add(V value) {
    if (frees > 0) {
      values[free[--frees]] = value;
      return;
    }
    if (next == values.length) {
      values = Arrays.copyOf(values, next + (next >> 1));
    }
    values[next++] = value;
  }

  @SuppressWarnings("unchecked")
  V get(int number) {
    return (V) values[number];
  }

  void remove(int number) {
    values[number] = null;
    if (frees == free.length) {
      free = Arrays.copyOf(free, frees + (frees >> 1));
    }
    free[frees++] = number;
  }

  int size() {
    return next - frees;
  }

  /** Shows all; what it calls may remove the one that it is shown. */
  void forEach(Consumer<? super V> action) {
    for (int number = 0; number < next; number++) {
      V value = get(number);
      if (value != null) {
        action.accept(value);
      }
    }
  }
}
