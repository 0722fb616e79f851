package chat.embedded.mongo;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How an index answers a query.
 *
 * @param ranges of the index's table, ascending and apart from each other
 * @param ordered whether the scan gives the documents in the order asked for
 * @param descending whether the scan goes backwards
 * @param score plans with a higher one read fewer documents
 */
record QueryPlan(List<KeyRange> ranges, boolean ordered, boolean descending, int score) {
  /** The index is of no use. */
  static final QueryPlan NONE = new QueryPlan(List.of(), false, false, 0);

  private static final int EQUALITY = 4;
  private static final int ORDER = 3;
  private static final int RANGE = 2;
  private static final int UNIQUE = 1_000;

  /**
   * @param keys of the index
   * @param unique at most one document has given values of all keys
   * @param multikey some document has an array in a field of the index
   */
  static QueryPlan of(
      List<IndexKey> keys,
      boolean unique,
      boolean multikey,
      Map<String, FieldBounds> bounds,
      Document orderBy) {
    KeyEncoding prefix = new KeyEncoding();
    int equalities = 0;
    while (equalities < keys.size()) {
      IndexKey key = keys.get(equalities);
      FieldBounds field = bounds.get(key.getKey());
      if (field == null || !field.isEqual()) {
        break;
      }
      prefix.add(field.equal(), key.isAscending());
      equalities++;
    }
    Key start = prefix.toKey();
    List<KeyRange> ranges = List.of(KeyRange.prefix(start));
    int score = equalities * EQUALITY;
    if (equalities == keys.size() && unique) {
      score += UNIQUE;
    } else if (equalities < keys.size()) {
      IndexKey key = keys.get(equalities);
      FieldBounds field = bounds.get(key.getKey());
      if (field != null && (field.isAnyOf() || field.isRange())) {
        ranges = field.ranges(start, key.isAscending(), multikey);
        score += RANGE;
      }
    }
    Direction direction = multikey ? Direction.NONE : direction(keys, equalities, bounds, orderBy);
    boolean ordered = direction != Direction.NONE;
    return new QueryPlan(
        ranges,
        ordered,
        direction == Direction.BACKWARD,
        ordered && isSorted(orderBy) ? score + ORDER : score);
  }

  private enum Direction {
    FORWARD,
    BACKWARD,
    NONE
  }

  static boolean isSorted(Document orderBy) {
    return orderBy != null && !orderBy.isEmpty();
  }

  /** Fields that are bound to one value don't matter for the order, wherever they stand. */
  private static Direction direction(
      List<IndexKey> keys, int equalities, Map<String, FieldBounds> bounds, Document orderBy) {
    if (!isSorted(orderBy)) {
      return Direction.FORWARD;
    }
    List<Map.Entry<String, Object>> wanted = new ArrayList<>();
    for (Map.Entry<String, Object> entry : orderBy.entrySet()) {
      FieldBounds field = bounds.get(entry.getKey());
      if (field == null || !field.isEqual()) {
        wanted.add(entry);
      }
    }
    if (wanted.isEmpty()) {
      return Direction.FORWARD;
    }
    if (wanted.size() > keys.size() - equalities) {
      return Direction.NONE;
    }
    Direction direction = null;
    for (int i = 0; i < wanted.size(); i++) {
      IndexKey key = keys.get(equalities + i);
      if (!key.getKey().equals(wanted.get(i).getKey())
          || !(wanted.get(i).getValue() instanceof Number order)) {
        return Direction.NONE;
      }
      Direction here =
          key.isAscending() == order.intValue() > 0 ? Direction.FORWARD : Direction.BACKWARD;
      if (direction != null && direction != here) {
        return Direction.NONE;
      }
      direction = here;
    }
    return direction;
  }

  /** Whether the plan reads less than the whole collection, or spares sorting it. */
  boolean isUseful(Document orderBy) {
    return score > 0 || isSorted(orderBy) && ordered;
  }
}
