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

  /**
   * Takes the partition over: from now on, writes of earlier owners are refused. Once its time is
   * over, an attempt that was given up changes nothing any more, even if it reaches the store late:
   * it raises the one epoch that it had read, which a later owner has raised by then.
   */
  Future<Checkpoint> takeOver(int partition) {
    return mongo
        .findOneAndUpdateWithOptions(
            COLLECTION,
            id(partition),
            new JsonObject()
                .put("$setOnInsert", new JsonObject().put("epoch", 0L).put("offset", 0L)),
            new FindOptions(),
            new UpdateOptions().setUpsert(true).setReturningNewDocument(true))
        .compose(found -> raise(partition, epoch(found)))
        .compose(taken -> taken == null ? takeOver(partition) : Future.succeededFuture(taken));
  }

  /** The owner after the one of that epoch; {@code null} if there is one already. */
  Future<Checkpoint> raise(int partition, long epoch) {
    return mongo
        .findOneAndUpdateWithOptions(
            COLLECTION,
            id(partition).put("epoch", epoch),
            new JsonObject().put("$set", new JsonObject().put("epoch", epoch + 1)),
            new FindOptions(),
            new UpdateOptions().setReturningNewDocument(true))
        .map(found -> found == null ? null : new Checkpoint(epoch(found), found.getLong("offset")));
  }

  private static long epoch(JsonObject checkpoint) {
    return checkpoint.getLong("epoch");
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
