package chat.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;

/**
 * Runs commands. Those that may write run one after the other, so that the journal has their
 * changes in the order in which they were made, and are answered once they are durable.
 */
final class OrderedBackend extends AbstractMongoBackend {
  private static final Set<String> READS =
      Set.of(
          "find",
          "getmore",
          "killcursors",
          "count",
          "distinct",
          "listindexes",
          "listcollections",
          "listdatabases",
          "ping",
          "hello",
          "ismaster",
          "buildinfo",
          "serverstatus",
          "endsessions",
          "getlasterror");

  private final TableStore store;

  OrderedBackend(TableStore store) {
    super(Clock.systemUTC());
    this.store = store;
    OrderedDatabase.namesIn(store).forEach(this::resolveDatabase);
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    String command = message.getDocument().keySet().iterator().next();
    if (READS.contains(command.toLowerCase(Locale.ROOT))) {
      return answer(message);
    }
    long position;
    Document answer;
    store.lock().lock();
    try {
      answer = answer(message);
    } finally {
      position = store.position();
      store.lock().unlock();
    }
    store.awaitDurable(position);
    return answer;
  }

  /** A refusal is an answer like any other, not an error of the server, which would be logged. */
  private Document answer(MongoMessage message) {
    try {
      return super.handleMessage(message);
    } catch (MongoServerException e) {
      Document refusal = new Document("ok", 0).append("errmsg", e.getMessageWithoutErrorCode());
      if (e instanceof MongoServerError error) {
        refusal.append("code", error.getCode());
        refusal.putIfNotNull("codeName", error.getCodeName());
      }
      return refusal;
    }
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new OrderedDatabase(name, store, getCursorRegistry());
  }
}
