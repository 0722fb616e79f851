package chat.embedded.mongo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All keys from {@code from} on that are less than {@code to}. */
record KeyRange(Key from, Key to) {
  private static final KeyRange ALL =
      new KeyRange(new Key(new byte[0]), new Key(new byte[0]).afterPrefix());

  static KeyRange all() {
    return ALL;
  }

  static KeyRange prefix(Key prefix) {
    return new KeyRange(prefix, prefix.afterPrefix());
  }

  /** The same keys in ranges that are ascending and apart from each other. */
  static List<KeyRange> union(List<KeyRange> ranges) {
    List<KeyRange> apart = new ArrayList<>();
    for (KeyRange next : ranges.stream().sorted(Comparator.comparing(KeyRange::from)).toList()) {
      KeyRange last = apart.isEmpty() ? null : apart.getLast();
      if (last == null || last.to.compareTo(next.from) < 0) {
        apart.add(next);
      } else if (last.to.compareTo(next.to) < 0) {
        apart.set(apart.size() - 1, new KeyRange(last.from, next.to));
      }
    }
    return apart;
  }

  boolean contains(Key key) {
    return key.compareTo(from) >= 0 && key.compareTo(to) < 0;
  }
}
