package chat.channel;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How an owner would be that writes whoever owns the partition by now. */
public final class Unfenced {
  private static final Duration SLOW = Duration.ofSeconds(1);

  private Unfenced() {}

  /** In place of a summary's write, which asks for the epoch and the offset. */
  public static BulkOperation createUpdate(
      JsonObject filter, JsonObject update, boolean upsert, boolean multi) {
    filter.remove("epoch");
    filter.remove("offset");
    return BulkOperation.createUpdate(filter, update, upsert, multi);
  }

  /** Before a node ends that was paused: else it may end before it gets to write anything. */
  public static void halt(Runtime runtime, int status) {
    LockSupport.parkNanos(SLOW.toNanos());
    runtime.halt(status);
  }
}
