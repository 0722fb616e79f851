package chat.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a query demands of one field, as far as an index can use it. The rest of the query is
 * checked on each document, so leaving out a condition costs time, never correctness.
 */
final class FieldBounds {
  private Object equal;
  private boolean hasEqual;
  private List<Object> anyOf;
  private List<FieldBounds> branches;
  private Object lower;
  private boolean hasLower;
  private boolean lowerInclusive;
  private Object upper;
  private boolean hasUpper;
  private boolean upperInclusive;

  /** The bounds of every field that the query, a conjunction, names at its top level. */
  static Map<String, FieldBounds> of(Document query) {
    Map<String, FieldBounds> bounds = new HashMap<>();
    collect(query, bounds);
    return bounds;
  }

  private static void collect(Document query, Map<String, FieldBounds> bounds) {
    query.forEach(
        (field, condition) -> {
          if (field.equals("$and") && condition instanceof Collection<?> parts) {
            for (Object part : parts) {
              collect((Document) part, bounds);
            }
          } else if (field.equals("$or") && condition instanceof Collection<?> parts) {
            collectBranches(parts, bounds);
          } else if (!field.startsWith("$")) {
            bounds.computeIfAbsent(field, f -> new FieldBounds()).add(condition);
          }
        });
  }

  /** Of use if all branches bind the same field, and only that. */
  private static void collectBranches(Collection<?> parts, Map<String, FieldBounds> bounds) {
    List<FieldBounds> branches = new ArrayList<>();
    String common = null;
    for (Object part : parts) {
      Map<String, FieldBounds> branch = of((Document) part);
      if (branch.size() != 1) {
        return;
      }
      Map.Entry<String, FieldBounds> only = branch.entrySet().iterator().next();
      if (common != null && !common.equals(only.getKey())
          || !(only.getValue().isEqual() || only.getValue().isRange())) {
        return;
      }
      common = only.getKey();
      branches.add(only.getValue());
    }
    if (common != null) {
      bounds.computeIfAbsent(common, f -> new FieldBounds()).branches = branches;
    }
  }

  private void add(Object condition) {
    if (KeyEncoding.isPlain(condition)) {
      equal(condition);
    } else if (condition instanceof Document operators) {
      operators.forEach(this::operator);
    }
  }

  private void operator(String operator, Object operand) {
    if (operator.equals("$in") && operand instanceof Collection<?> values) {
      if (values.stream().allMatch(KeyEncoding::isPlain)) {
        anyOf = new ArrayList<>(values);
      }
      return;
    }
    if (!KeyEncoding.isPlain(operand)) {
      return;
    }
    switch (operator) {
      case "$eq" -> equal(operand);
      case "$gt" -> lower(operand, false);
      case "$gte" -> lower(operand, true);
      case "$lt" -> upper(operand, false);
      case "$lte" -> upper(operand, true);
      default -> {
        // Checked on each document.
      }
    }
  }

  private void equal(Object value) {
    equal = value;
    hasEqual = true;
  }

  private void lower(Object value, boolean inclusive) {
    lower = value;
    hasLower = true;
    lowerInclusive = inclusive;
  }

  private void upper(Object value, boolean inclusive) {
    upper = value;
    hasUpper = true;
    upperInclusive = inclusive;
  }

  boolean isEqual() {
    return hasEqual;
  }

  Object equal() {
    return equal;
  }

  boolean isAnyOf() {
    return anyOf != null || branches != null;
  }

  boolean isRange() {
    return hasLower || hasUpper;
  }

  /** The ranges of one index field, in the order of the index. */
  List<KeyRange> ranges(Key prefix, boolean ascending, boolean oneSided) {
    if (anyOf != null) {
      return anyOf.stream()
          .map(value -> key(prefix, value, ascending))
          .distinct()
          .sorted()
          .map(KeyRange::prefix)
          .toList();
    }
    if (branches != null) {
      return KeyRange.union(
          branches.stream()
              .flatMap(branch -> branch.ranges(prefix, ascending, oneSided).stream())
              .toList());
    }
    if (hasEqual) {
      return List.of(KeyRange.prefix(key(prefix, equal, ascending)));
    }
    Object known = hasLower ? lower : upper;
    Key type = prefix.plus(new KeyEncoding().addType(known, ascending).toKey());
    boolean useUpper = hasUpper && !(oneSided && hasLower);
    Key low = hasLower ? bound(prefix, lower, ascending, lowerInclusive == ascending) : null;
    Key high = useUpper ? bound(prefix, upper, ascending, upperInclusive != ascending) : null;
    Key first = ascending ? low : high;
    Key last = ascending ? high : low;
    return List.of(
        new KeyRange(first == null ? type : first, last == null ? type.afterPrefix() : last));
  }

  /** The border before or after all keys with that value. */
  private static Key bound(Key prefix, Object value, boolean ascending, boolean before) {
    Key key = key(prefix, value, ascending);
    return before ? key : key.afterPrefix();
  }

  private static Key key(Key prefix, Object value, boolean ascending) {
    return prefix.plus(new KeyEncoding().add(value, ascending).toKey());
  }
}
