package chat.channel;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;

/**
 * The collection {@code checkpoints}: per partition its epoch, and the offset up to which every
 * record is included in a stored summary. The fence: only the owner of the newest epoch moves it.
 *
 * <p>Thread-safe.
 */
final class Checkpoints {
  private static final String COLLECTION = "checkpoints";

  private final MongoClient mongo;

  /**
   * What a take-over found.
   *
   * @param epoch the new owner's, higher than all before
   * @param offset of the first record that summaries may lack
   */
  record Checkpoint(long epoch, long offset) {}

  Checkpoints(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** Takes the partition over: from now on, writes of earlier owners are refused. */
  Future<Checkpoint> takeOver(int partition) {
    return mongo
        .findOneAndUpdateWithOptions(
            COLLECTION,
            id(partition),
            new JsonObject()
                .put("$inc", new JsonObject().put("epoch", 1L))
                .put("$setOnInsert", new JsonObject().put("offset", 0L)),
            new FindOptions(),
            new UpdateOptions().setUpsert(true).setReturningNewDocument(true))
        .map(document -> new Checkpoint(document.getLong("epoch"), document.getLong("offset")));
  }

  /**
   * Moves the checkpoint.
   *
   * @return whether the caller still is the owner; if not, nothing was written
   */
  Future<Boolean> advance(int partition, long epoch, long offset) {
    return mongo
        .updateCollection(
            COLLECTION,
            id(partition).put("epoch", epoch),
            new JsonObject().put("$set", new JsonObject().put("offset", offset)))
        .map(result -> result.getDocMatched() == 1);
  }

  private static JsonObject id(int partition) {
    return new JsonObject().put("_id", partition);
  }
}
