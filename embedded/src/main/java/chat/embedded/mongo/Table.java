package chat.embedded.mongo;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/**
 * An ordered map on disk. Reads see the newest state; writes happen under the lock of the {@link
 * TableStore} and are durable once {@link TableStore#awaitDurable} has returned.
 */
final class Table {
  private final String name;
  private final MVMap<Key, byte[]> map;
  private final Journal journal;

  Table(String name, MVMap<Key, byte[]> map, Journal journal) {
    this.name = name;
    this.map = map;
    this.journal = journal;
  }

  /** The value, or null. */
  byte[] get(Key key) {
    return map.get(key);
  }

  boolean contains(Key key) {
    return map.containsKey(key);
  }

  /** Returns the value before, or null. */
  byte[] put(Key key, byte[] value) {
    byte[] before = map.put(key, value);
    journal.put(name, key, value);
    return before;
  }

  /** Returns the value before, or null. */
  byte[] remove(Key key) {
    byte[] before = map.remove(key);
    journal.remove(name, key);
    return before;
  }

  long size() {
    return map.sizeAsLong();
  }

  /** The least key that is not less than the given one, or null. */
  Key ceiling(Key key) {
    return map.ceilingKey(key);
  }

  /** Keys in ascending or descending order, of the table as it is now. */
  Iterator<Key> keys(KeyRange range, boolean descending) {
    Cursor<Key, byte[]> cursor =
        descending
            ? map.cursor(range.to(), range.from(), true)
            : map.cursor(range.from(), range.to(), false);
    return new Iterator<>() {
      private Key next = advance();

      private Key advance() {
        while (cursor.hasNext()) {
          Key key = cursor.next();
          if (range.contains(key)) {
            return key;
          }
          boolean past = descending ? key.compareTo(range.from()) < 0 : true;
          if (past) {
            return null;
          }
        }
        return null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Key next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        Key current = next;
        next = advance();
        return current;
      }
    };
  }
}
