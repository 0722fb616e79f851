package chat.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;

/** A database whose collections and indexes are tables of the store. */
final class OrderedDatabase extends AbstractSynchronizedMongoDatabase<Key> {
  private static final String DOCUMENTS = "documents:";
  private static final String INDEX = "index:";
  private static final String PROPERTIES = "properties:";

  private final TableStore store;

  OrderedDatabase(String name, TableStore store, CursorRegistry cursors) {
    super(name, cursors);
    this.store = store;
    initializeNamespacesAndIndexes();
  }

  /** The names of the databases that have tables in the store. */
  static List<String> namesIn(TableStore store) {
    return store.tableNames().stream()
        .filter(name -> name.startsWith(DOCUMENTS))
        .map(name -> Utils.firstFragment(name.substring(DOCUMENTS.length())))
        .distinct()
        .toList();
  }

  @Override
  public Document handleCommand(
      Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
    Document answer = super.handleCommand(channel, command, query, databases, oplog);
    return command.equalsIgnoreCase("insert") ? withInsertedCount(query, answer) : answer;
  }

  /** The library counts the documents of the request, MongoDB those that it has inserted. */
  private static Document withInsertedCount(Document query, Document answer) {
    if (answer.get("writeErrors") instanceof List<?> errors && !errors.isEmpty()) {
      int wanted = ((List<?>) query.get("documents")).size();
      boolean ordered = Utils.isTrue(query.get("ordered"));
      Document first = (Document) errors.getFirst();
      answer.put("n", ordered ? first.get("index") : Integer.valueOf(wanted - errors.size()));
    }
    return answer;
  }

  @Override
  protected MongoCollection<Key> openOrCreateCollection(String name, CollectionOptions options) {
    return new OrderedCollection(
        this, name, options, store.table(DOCUMENTS + namespace(name)), cursorRegistry);
  }

  @Override
  protected Index<Key> openOrCreateUniqueIndex(
      String collection, String index, List<IndexKey> keys, boolean sparse) {
    boolean primary = keys.size() == 1 && keys.getFirst().getKey().equals(PrimaryIndex.FIELD);
    return primary
        ? new PrimaryIndex(index, store.table(DOCUMENTS + namespace(collection)))
        : index(collection, index, keys, true, sparse);
  }

  @Override
  protected Index<Key> openOrCreateSecondaryIndex(
      String collection, String index, List<IndexKey> keys, boolean sparse) {
    return index(collection, index, keys, false, sparse);
  }

  private Index<Key> index(
      String collection, String index, List<IndexKey> keys, boolean unique, boolean sparse) {
    String name = indexName(collection, index);
    return new OrderedIndex(
        index, keys, unique, sparse, store.table(INDEX + name), store.table(PROPERTIES + name));
  }

  @Override
  protected void dropIndex(MongoCollection<Key> collection, String indexName) {
    super.dropIndex(collection, indexName);
    String name = indexName(collection.getCollectionName(), indexName);
    store.drop(INDEX + name);
    store.drop(PROPERTIES + name);
  }

  @Override
  public void dropCollection(String name, Oplog oplog) {
    super.dropCollection(name, oplog);
    store.drop(DOCUMENTS + namespace(name));
  }

  /** Tables keep their names, so a collection cannot change its own. */
  @Override
  public void moveCollection(
      MongoDatabase oldDatabase, MongoCollection<?> collection, String newName) {
    throw new MongoServerException("renameCollection is not supported");
  }

  @Override
  protected long getStorageSize() {
    return store.sizeOnDisk();
  }

  @Override
  protected long getFileSize() {
    return store.sizeOnDisk();
  }

  private String namespace(String collection) {
    return getFullCollectionNamespace(collection);
  }

  private String indexName(String collection, String index) {
    return namespace(collection) + ":" + index;
  }
}
