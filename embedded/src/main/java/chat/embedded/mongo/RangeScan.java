package chat.embedded.mongo;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The keys of a table in several ranges, one range after the other. */
final class RangeScan implements Iterator<Key> {
  private final Table table;
  private final boolean descending;
  private final Iterator<KeyRange> ranges;
  private Iterator<Key> keys = List.<Key>of().iterator();

  RangeScan(Table table, QueryPlan plan) {
    this.table = table;
    this.descending = plan.descending();
    this.ranges = (descending ? plan.ranges().reversed() : plan.ranges()).iterator();
  }

  @Override
  public boolean hasNext() {
    while (!keys.hasNext() && ranges.hasNext()) {
      keys = table.keys(ranges.next(), descending);
    }
    return keys.hasNext();
  }

  @Override
  public Key next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return keys.next();
  }
}
