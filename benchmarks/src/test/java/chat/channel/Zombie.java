package chat.channel;

import io.vertx.core.Future;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.MongoClientBulkWriteResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How an owner would be whose answer from the store did not come before it was paused: it writes
 * the summaries that it wrote last once more, before it ends.
 */
public final class Zombie {
  private static final String SUMMARIES = "summaries";
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().setOrdered(false);
  private static final long WITHIN_SECONDS = 20;
  private static final Map<String, BulkOperation> LAST = new ConcurrentHashMap<>();
  private static volatile MongoClient lastMongo;

  private Zombie() {}

  /** In place of the client's own, which it calls. */
  public static Future<MongoClientBulkWriteResult> write(
      MongoClient mongo,
      String collection,
      List<BulkOperation> operations,
      BulkWriteOptions options) {
    if (collection.equals(SUMMARIES)) {
      lastMongo = mongo;
      operations.forEach(each -> LAST.put(each.getFilter().getString("_id"), each));
    }
    return mongo.bulkWriteWithOptions(collection, operations, options);
  }

  /** The same, whoever owns the partition by now: neither epoch nor offset is asked for. */
  public static Future<MongoClientBulkWriteResult> writeUnfenced(
      MongoClient mongo,
      String collection,
      List<BulkOperation> operations,
      BulkWriteOptions options) {
    if (collection.equals(SUMMARIES)) {
      for (BulkOperation operation : operations) {
        operation.getFilter().remove("epoch");
        operation.getFilter().remove("offset");
      }
    }
    return write(mongo, collection, operations, options);
  }

  /** In place of the runtime's own, when a node ends that was paused. */
  public static void halt(Runtime runtime, int status) {
    // A thread of Vert.x would wait for an answer that only it can take.
    Thread.ofPlatform().start(() -> writeAgainAndHalt(runtime, status));
  }

  private static void writeAgainAndHalt(Runtime runtime, int status) {
    try {
      lastMongo
          .bulkWriteWithOptions(SUMMARIES, List.copyOf(LAST.values()), UNORDERED)
          .toCompletionStage()
          .toCompletableFuture()
          .get(WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      e.printStackTrace(); // Into the node's log. With the fence, this is what refuses the write.
    } finally {
      runtime.halt(status);
    }
  }
}
