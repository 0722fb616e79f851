package chat.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A collection in one table, which asks its indexes for the cheapest way to answer a query. */
final class OrderedCollection extends AbstractSynchronizedMongoCollection<Key> {
  private final Table documents;

  OrderedCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      Table documents,
      CursorRegistry cursors) {
    super(database, name, options, cursors);
    this.documents = documents;
  }

  @Override
  protected QueryResult queryDocuments(
      Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
    Map<String, FieldBounds> bounds = FieldBounds.of(query);
    ScannableIndex best = null;
    QueryPlan plan = null;
    for (Index<Key> index : getIndexes()) {
      ScannableIndex candidate = (ScannableIndex) index;
      QueryPlan offer = candidate.plan(bounds, orderBy);
      if (offer.isUseful(orderBy) && (plan == null || offer.score() > plan.score())) {
        best = candidate;
        plan = offer;
      }
    }
    if (plan == null) {
      return matchDocuments(query, orderBy, skip, limit, batchSize, projection);
    }
    Stream<Key> positions = stream(best.scan(plan));
    Stream<Document> found =
        (best.isMultikey() ? positions.distinct() : positions).map(this::getDocument);
    return matchDocumentsFromStream(
        found, query, plan.ordered() ? null : orderBy, skip, limit, batchSize, projection);
  }

  @Override
  protected QueryResult matchDocuments(
      Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
    Stream<Document> all =
        stream(documents.keys(KeyRange.all(), isNaturalDescending(orderBy))).map(this::getDocument);
    return matchDocumentsFromStream(all, query, orderBy, skip, limit, batchSize, projection);
  }

  @Override
  protected Document getDocument(Key position) {
    return Bson.decode(documents.get(position));
  }

  @Override
  protected Key addDocumentInternal(Document document) {
    Key key =
        KeyEncoding.of(
            getIdField() == null
                ? UUID.randomUUID()
                : Utils.getSubdocumentValue(document, getIdField()));
    documents.put(key, Bson.encode(document));
    return key;
  }

  @Override
  protected void handleUpdate(Key position, Document oldDocument, Document newDocument) {
    documents.put(position, Bson.encode(newDocument));
  }

  @Override
  protected void removeDocument(Key position) {
    documents.remove(position);
  }

  @Override
  protected Stream<DocumentWithPosition<Key>> streamAllDocumentsWithPosition() {
    return stream(documents.keys(KeyRange.all(), false))
        .map(key -> new DocumentWithPosition<>(getDocument(key), key));
  }

  @Override
  public int count() {
    return Math.toIntExact(documents.size());
  }

  /** Counting bytes would encode every document a second time. */
  @Override
  protected boolean tracksDataSize() {
    return false;
  }

  @Override
  protected void updateDataSize(int sizeDelta) {}

  @Override
  protected int getDataSize() {
    return 0;
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false);
  }
}
