package chat.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An index on any fields: a table whose keys are the encoded values, the encoded {@code _id}, and
 * the length of the latter.
 */
final class OrderedIndex extends ScannableIndex {
  private static final byte[] NOTHING = new byte[0];
  private static final Key MULTIKEY = new Key(new byte[] {0});

  private final Table table;
  private final Table properties;
  private final boolean unique;
  private boolean multikey;

  /**
   * @param properties remembers that the index has met an array
   */
  OrderedIndex(
      String name,
      List<IndexKey> keys,
      boolean unique,
      boolean sparse,
      Table table,
      Table properties) {
    super(name, keys, sparse);
    this.table = table;
    this.properties = properties;
    this.unique = unique;
    this.multikey = properties.contains(MULTIKEY);
  }

  @Override
  QueryPlan plan(Map<String, FieldBounds> bounds, Document orderBy) {
    if (isSparse() && !demandsField(bounds.get(getKeys().getFirst().getKey()))) {
      // What the query wants may not be in the index.
      return QueryPlan.NONE;
    }
    return QueryPlan.of(getKeys(), unique && !isSparse(), multikey, bounds, orderBy);
  }

  private static boolean demandsField(FieldBounds field) {
    return field != null
        && (field.isRange() || field.isAnyOf() || field.isEqual() && field.equal() != null);
  }

  @Override
  Iterator<Key> scan(QueryPlan plan) {
    Iterator<Key> keys = new RangeScan(table, plan);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return keys.hasNext();
      }

      @Override
      public Key next() {
        return position(keys.next());
      }
    };
  }

  @Override
  boolean isMultikey() {
    return multikey;
  }

  @Override
  public boolean isUnique() {
    return unique;
  }

  /** The index on {@code _id} knows the position. */
  @Override
  public Key getPosition(Document document) {
    return null;
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Key> collection) {
    check(document, null, collection);
  }

  @Override
  public void checkUpdate(
      Document oldDocument, Document newDocument, MongoCollection<Key> collection) {
    check(newDocument, KeyEncoding.of(oldDocument.get(PrimaryIndex.FIELD)), collection);
  }

  private void check(Document document, Key own, MongoCollection<Key> collection) {
    Map<Key, KeyValue> prefixes = prefixes(document); // refuses what cannot be indexed
    if (!unique || isSparse() && hasNone(document)) {
      return;
    }
    prefixes.forEach(
        (prefix, values) -> {
          Iterator<Key> same = table.keys(KeyRange.prefix(prefix), false);
          while (same.hasNext()) {
            if (!position(same.next()).equals(own)) {
              throw new DuplicateKeyError(this, collection, getKeys(), values);
            }
          }
        });
  }

  private boolean hasNone(Document document) {
    return getKeys().stream()
        .allMatch(key -> Utils.getSubdocumentValue(document, key.getKey()) instanceof Missing);
  }

  @Override
  public void add(Document document, Key position, MongoCollection<Key> collection) {
    if (isSparse() && hasNone(document)) {
      return;
    }
    for (Key prefix : prefixes(document).keySet()) {
      table.put(entry(prefix, position), NOTHING);
    }
    if (!multikey && hasArray(document)) {
      multikey = true;
      properties.put(MULTIKEY, NOTHING);
    }
  }

  @Override
  public Key remove(Document document) {
    Key position = KeyEncoding.of(document.get(PrimaryIndex.FIELD));
    if (isSparse() && hasNone(document)) {
      return position;
    }
    for (Key prefix : prefixes(document).keySet()) {
      table.remove(entry(prefix, position));
    }
    return position;
  }

  @Override
  public void updateInPlace(
      Document oldDocument, Document newDocument, Key position, MongoCollection<Key> collection) {
    if (!prefixes(oldDocument).keySet().equals(prefixes(newDocument).keySet())) {
      remove(oldDocument);
      add(newDocument, position, collection);
    }
  }

  @Override
  public long getCount() {
    return table.size();
  }

  private boolean hasArray(Document document) {
    return getKeys().stream()
        .anyMatch(
            key ->
                Utils.getSubdocumentValueCollectionAware(document, key.getKey())
                    instanceof Collection);
  }

  /** One prefix for each combination of values, in the order in which the document has them. */
  private Map<Key, KeyValue> prefixes(Document document) {
    Map<Key, KeyValue> prefixes = new LinkedHashMap<>();
    for (KeyValue values : getKeyValues(document)) {
      KeyEncoding encoding = new KeyEncoding();
      for (int i = 0; i < values.size(); i++) {
        encoding.add(values.get(i), getKeys().get(i).isAscending());
      }
      prefixes.put(encoding.toKey(), values);
    }
    return prefixes;
  }

  private static Key entry(Key prefix, Key position) {
    int length = position.bytes().length;
    return prefix.plus(position).plus(new Key(new byte[] {(byte) (length >> 8), (byte) length}));
  }

  private static Key position(Key entry) {
    byte[] bytes = entry.bytes();
    int end = bytes.length - 2;
    int length = (bytes[end] & 0xFF) << 8 | bytes[end + 1] & 0xFF;
    return new Key(Arrays.copyOfRange(bytes, end - length, end));
  }
}
