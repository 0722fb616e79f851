package chat.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The index on {@code _id}, which is the order of the documents' own table. */
final class PrimaryIndex extends ScannableIndex {
  static final String FIELD = "_id";

  private final Table documents;

  PrimaryIndex(String name, Table documents) {
    super(name, List.of(new IndexKey(FIELD, true)), false);
    this.documents = documents;
  }

  @Override
  QueryPlan plan(Map<String, FieldBounds> bounds, Document orderBy) {
    return QueryPlan.of(getKeys(), true, false, bounds, orderBy);
  }

  @Override
  Iterator<Key> scan(QueryPlan plan) {
    return new RangeScan(documents, plan);
  }

  @Override
  boolean isMultikey() {
    return false;
  }

  @Override
  public boolean isUnique() {
    return true;
  }

  @Override
  public Key getPosition(Document document) {
    Key key = KeyEncoding.of(document.get(FIELD));
    return documents.contains(key) ? key : null;
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Key> collection) {
    if (getPosition(document) != null) {
      throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(document.get(FIELD)));
    }
  }

  /** The collection has put the document into the table. */
  @Override
  public void add(Document document, Key position, MongoCollection<Key> collection) {}

  /** The collection removes the document from the table. */
  @Override
  public Key remove(Document document) {
    return getPosition(document);
  }

  /** {@code _id} never changes. */
  @Override
  public void checkUpdate(
      Document oldDocument, Document newDocument, MongoCollection<Key> collection) {}

  @Override
  public void updateInPlace(
      Document oldDocument, Document newDocument, Key position, MongoCollection<Key> collection) {}

  @Override
  public long getCount() {
    return documents.size();
  }
}
