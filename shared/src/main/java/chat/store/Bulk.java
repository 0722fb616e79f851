package chat.store;

import com.mongodb.MongoBulkWriteException;
import io.vertx.core.Future;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;

/** Many writes of one collection in one request. */
final class Bulk {
  private static final int DUPLICATE_KEY = 11000;
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().setOrdered(false);

  private Bulk() {}

  /**
   * Does all of them, in any order. An upsert whose filter leaves out what is there, because it
   * says as much or more, is done too: MongoDB tells it as a key that exists.
   */
  static Future<Void> write(MongoClient mongo, String collection, List<BulkOperation> writes) {
    if (writes.isEmpty()) {
      return Future.succeededFuture();
    }
    return mongo
        .bulkWriteWithOptions(collection, writes, UNORDERED)
        .<Void>mapEmpty()
        .recover(
            failure -> isDone(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  private static boolean isDone(Throwable failure) {
    return failure instanceof MongoBulkWriteException bulk
        && bulk.getWriteConcernError() == null
        && !bulk.getWriteErrors().isEmpty()
        && bulk.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY);
  }
}
