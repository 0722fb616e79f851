package chat.channel;

import chat.protocol.Message;
import chat.store.MessageDocuments;
import chat.store.Messages;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the store to changes that a durable summary includes: absolute states, each only over an
 * earlier one. So it may be repeated, and be done by several owners in any order. One bulk at a
 * time for each instance. Confined to its verticle's context.
 */
final class ChangeWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWriter.class);
  private static final int BULK_MESSAGES = 200;
  private static final long BULK_BYTES = 4 << 20;
  private static final long RETRY_MILLIS = 500;
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().setOrdered(false);

  private final Vertx vertx;
  private final MongoClient mongo;
  private final BooleanSupplier ended;
  private final Consumer<List<Message>> stored;
  private final Map<String, Message> due = new LinkedHashMap<>();
  private boolean writing;

  /**
   * A writer for one partition.
   *
   * @param ended whether to give up
   * @param stored told what the store has now, in this state or a later one
   */
  ChangeWriter(
      Vertx vertx, MongoClient mongo, BooleanSupplier ended, Consumer<List<Message>> stored) {
    this.vertx = vertx;
    this.mongo = mongo;
    this.ended = ended;
    this.stored = stored;
  }

  /** Writes these soon; a durable summary includes them. */
  void write(List<Message> changes) {
    for (Message change : changes) {
      due.merge(
          Messages.id(change.channel(), change.seq()),
          change,
          (one, other) -> one.rev() >= other.rev() ? one : other);
    }
    next();
  }

  private void next() {
    if (writing || due.isEmpty() || ended.getAsBoolean()) {
      return;
    }
    writing = true;
    List<Message> bulk = new ArrayList<>();
    long bytes = 0;
    for (Message change : due.values()) {
      bytes += ChangedMessages.size(change);
      if (!bulk.isEmpty() && (bulk.size() >= BULK_MESSAGES || bytes > BULK_BYTES)) {
        break;
      }
      bulk.add(change);
    }
    mongo
        .bulkWriteWithOptions(
            Messages.COLLECTION, bulk.stream().map(ChangeWriter::update).toList(), UNORDERED)
        .onSuccess(
            done -> {
              writing = false;
              bulk.forEach(
                  change -> due.remove(Messages.id(change.channel(), change.seq()), change));
              stored.accept(bulk);
              next();
            })
        .onFailure(
            failure -> {
              LOG.warn("{} changed messages wait: {}", bulk.size(), failure.toString());
              vertx.setTimer(
                  RETRY_MILLIS,
                  timer -> {
                    writing = false;
                    next();
                  });
            });
  }

  private static BulkOperation update(Message change) {
    JsonObject earlier =
        new JsonObject()
            .put("_id", Messages.id(change.channel(), change.seq()))
            .put("rev", new JsonObject().put("$lt", change.rev()));
    return BulkOperation.createUpdate(earlier, MessageDocuments.update(change), false, false);
  }
}
