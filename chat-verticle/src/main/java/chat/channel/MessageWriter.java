package chat.channel;

import chat.store.Messages;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores decided messages: many partitions in one bulk, each partition in order and in one bulk at
 * a time. Repeats until it succeeds; a document that is there already must stand at the same offset
 * of the log, else the partition is halted.
 *
 * <p>Confined to its verticle's context.
 */
final class MessageWriter {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWriter.class);
  private static final int BULK_MESSAGES = 1_000;
  private static final long BULK_BYTES = 4 << 20;
  private static final int AT_ONCE = 2;
  private static final long RETRY_MILLIS = 250;

  /** What is decided is gathered for so long: a bulk of one costs nearly as much as one of many. */
  private static final long GATHER_MILLIS = 10;

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().setOrdered(false);

  private final Vertx vertx;
  private final MongoClient mongo;
  private final ConcernWriter concernWriter;
  private final Collection<PartitionOwner> owners;
  private final Consumer<PartitionOwner> halt;
  private final Timer stored;
  private final Set<PartitionOwner> writing = new HashSet<>();
  private int underWay;
  private boolean gathering;

  private record Slice(PartitionOwner owner, int entries) {}

  /**
   * A writer for the given partitions.
   *
   * @param owners live view of the verticle's partitions
   * @param halt called when the store contradicts the log
   */
  MessageWriter(
      Vertx vertx,
      MongoClient mongo,
      Collection<PartitionOwner> owners,
      Consumer<PartitionOwner> halt,
      Timer stored) {
    this.vertx = vertx;
    this.mongo = mongo;
    this.concernWriter = new ConcernWriter(mongo);
    this.owners = owners;
    this.halt = halt;
    this.stored = stored;
  }

  /** Stores what there is, soon, unless enough bulks are under way; they go on by themselves. */
  void write() {
    if (gathering || underWay >= AT_ONCE) {
      return;
    }
    gathering = true;
    vertx.setTimer(
        GATHER_MILLIS,
        timer -> {
          gathering = false;
          while (underWay < AT_ONCE && writeOne()) {
            // Each turn starts one bulk.
          }
        });
  }

  private boolean writeOne() {
    List<Slice> slices = new ArrayList<>();
    List<BulkOperation> documents = new ArrayList<>();
    List<Concern> concerns = new ArrayList<>();
    List<PartitionOwner> documentOwners = new ArrayList<>();
    long bytes = 0;
    for (PartitionOwner owner : owners) {
      if (documents.size() >= BULK_MESSAGES || bytes >= BULK_BYTES) {
        break;
      }
      if (writing.contains(owner)) {
        continue;
      }
      List<Tail.Entry> entries =
          owner.tail().oldestUnstored(BULK_MESSAGES - documents.size(), BULK_BYTES - bytes);
      for (Tail.Entry entry : entries) {
        bytes += entry.bytes();
        if (entry.concern() != null) {
          concerns.add(entry.concern());
        }
        if (entry.message() != null) {
          documents.add(
              BulkOperation.createInsert(Messages.document(entry.message(), entry.offset())));
          documentOwners.add(owner);
        }
      }
      if (!entries.isEmpty()) {
        slices.add(new Slice(owner, entries.size()));
      }
    }
    if (slices.isEmpty()) {
      return false;
    }
    slices.forEach(slice -> writing.add(slice.owner()));
    underWay++;
    long start = System.nanoTime();
    insert(documents, documentOwners)
        .compose(inserted -> concernWriter.write(concerns))
        .onSuccess(
            done -> {
              stored.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
              underWay--;
              slices.forEach(slice -> writing.remove(slice.owner()));
              slices.forEach(slice -> slice.owner().stored(slice.entries()));
              write();
            })
        .onFailure(
            failure -> {
              LOG.warn(
                  "messages wait: MongoDB refused {}: {}", documents.size(), failure.toString());
              vertx.setTimer(
                  RETRY_MILLIS,
                  timer -> {
                    underWay--;
                    slices.forEach(slice -> writing.remove(slice.owner()));
                    write();
                  });
            });
    return true;
  }

  private Future<Void> insert(List<BulkOperation> documents, List<PartitionOwner> documentOwners) {
    if (documents.isEmpty()) {
      return Future.succeededFuture();
    }
    return mongo
        .bulkWriteWithOptions(Messages.COLLECTION, documents, UNORDERED)
        .<Void>mapEmpty()
        .recover(
            failure ->
                DuplicateKeys.isOnly(failure)
                    ? compare(documents, documentOwners, DuplicateKeys.indexes(failure))
                    : Future.failedFuture(failure));
  }

  /** A replay meets its own documents again: they must be those that stand in the log. */
  private Future<Void> compare(
      List<BulkOperation> documents,
      List<PartitionOwner> documentOwners,
      List<Integer> duplicates) {
    List<String> ids =
        duplicates.stream()
            .map(index -> documents.get(index).getDocument().getString("_id"))
            .toList();
    return mongo
        .findWithOptions(
            Messages.COLLECTION,
            new JsonObject().put("_id", new JsonObject().put("$in", ids)),
            new FindOptions().setFields(new JsonObject().put("offset", 1)))
        .compose(
            found -> {
              Map<String, Long> stored = new HashMap<>();
              found.forEach(each -> stored.put(each.getString("_id"), each.getLong("offset")));
              Set<PartitionOwner> contradicted = new HashSet<>();
              for (int index : duplicates) {
                JsonObject document = documents.get(index).getDocument();
                String id = document.getString("_id");
                if (!document.getLong("offset").equals(stored.get(id))) {
                  LOG.error(
                      "{} stands at offset {} of the log, but at {} in the store: halting",
                      id,
                      document.getLong("offset"),
                      stored.get(id));
                  contradicted.add(documentOwners.get(index));
                }
              }
              contradicted.forEach(halt);
              return contradicted.isEmpty()
                  ? Future.succeededFuture()
                  : Future.failedFuture("the store contradicts the log");
            });
  }
}
