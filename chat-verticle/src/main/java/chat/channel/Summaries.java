package chat.channel;

import chat.protocol.Message;
import chat.store.Broadcasts;
import chat.store.MessageDocuments;
import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The collections {@code summaries} ({@code _id} is the channel) and {@code operations} (chunks of
 * the id window; {@code _id} is the channel, a colon and the chunk's first {@code seq}).
 *
 * <p>A summary is replaced only by one of the same or a higher epoch that includes at least as much
 * of the log. Thread-safe.
 */
final class Summaries {
  private static final String SUMMARIES = "summaries";
  private static final String CHUNKS = "operations";
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().setOrdered(false);

  private final MongoClient mongo;

  /**
   * The head of a channel: its last {@code seq} and {@code n}.
   *
   * @param changes messages that the store of messages may have in an earlier state
   */
  record Head(long seq, long n, List<Message> changes) {
    /** Of a channel in which nothing has happened yet. */
    static final Head NONE = new Head(0, 0, List.of());
  }

  Summaries(MongoClient mongo) {
    this.mongo = mongo;
  }

  /** The states of these channels; one that has no summary is in its first state. */
  Future<Map<String, Loaded>> load(Collection<String> channels) {
    return mongo
        .find(SUMMARIES, in(channels))
        .compose(
            documents -> {
              List<Future<Loaded>> loads = documents.stream().map(this::load).toList();
              return Future.all(loads)
                  .map(
                      done -> {
                        Map<String, Loaded> states = new HashMap<>();
                        for (String channel : channels) {
                          states.put(channel, new Loaded(new ChannelState(channel), 0, List.of()));
                        }
                        for (Future<Loaded> load : loads) {
                          states.put(load.result().state().channel, load.result());
                        }
                        return states;
                      });
            });
  }

  /**
   * A state, up to which {@code seq} its window is sealed in chunks, and the changed messages that
   * the store of messages may have in an earlier state.
   */
  record Loaded(ChannelState state, long sealedSeq, List<Message> changes) {}

  private Future<Loaded> load(JsonObject document) {
    Summary summary = read(document);
    if (summary.sealedSeq() == 0) {
      return Future.succeededFuture(new Loaded(summary.toState(List.of()), 0, summary.changes()));
    }
    JsonObject query =
        chunksOf(summary.channel())
            .put(
                "last",
                new JsonObject().put("$gte", summary.time() - ChannelState.ENTRIES_KEPT_MILLIS));
    return mongo
        .find(CHUNKS, query)
        .map(
            chunks -> {
              List<IdWindow.Entry> sealed = new ArrayList<>();
              chunks.sort((a, b) -> a.getString("_id").compareTo(b.getString("_id")));
              chunks.forEach(chunk -> sealed.addAll(EntryBytes.read(chunk.getBinary("entries"))));
              // A former owner may have sealed entries that this summary does not include yet.
              sealed.removeIf(entry -> entry.seq() > summary.seq());
              return new Loaded(summary.toState(sealed), summary.sealedSeq(), summary.changes());
            });
  }

  /** The heads of these channels as stored; none for a channel without a summary. */
  Future<Map<String, Head>> heads(Collection<String> channels) {
    return mongo
        .find(SUMMARIES, in(channels))
        .map(
            documents -> {
              Map<String, Head> heads = new HashMap<>();
              for (JsonObject document : documents) {
                heads.put(
                    document.getString("_id"),
                    new Head(document.getLong("seq"), document.getLong("n"), changes(document)));
              }
              return heads;
            });
  }

  private static JsonObject in(Collection<String> channels) {
    return new JsonObject().put("_id", new JsonObject().put("$in", List.copyOf(channels)));
  }

  /** Writes the chunks of those that are full, then the summaries. Idempotent. */
  Future<List<Summary>> write(List<Summary> summaries, long epoch) {
    List<BulkOperation> chunks =
        summaries.stream().filter(Summary::isToBeSealed).map(Summaries::chunk).toList();
    List<Summary> sealed = summaries.stream().map(s -> s.isToBeSealed() ? s.sealed() : s).toList();
    return bulk(CHUNKS, chunks)
        .compose(done -> bulk(SUMMARIES, sealed.stream().map(s -> update(s, epoch)).toList()))
        .compose(done -> dropOldChunks(summaries))
        .map(sealed);
  }

  private Future<Void> bulk(String collection, List<BulkOperation> operations) {
    if (operations.isEmpty()) {
      return Future.succeededFuture();
    }
    return mongo
        .bulkWriteWithOptions(collection, operations, UNORDERED)
        .<Void>mapEmpty()
        // There is one already that says as much or more: a former owner's, or our own retry.
        .recover(
            failure ->
                DuplicateKeys.isOnly(failure)
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  private static BulkOperation chunk(Summary summary) {
    List<IdWindow.Entry> entries = summary.entries();
    return BulkOperation.createInsert(
        new JsonObject()
            .put("_id", Messages.id(summary.channel(), entries.getFirst().seq()))
            .put("last", entries.getLast().time())
            .put("entries", EntryBytes.write(entries)));
  }

  private static BulkOperation update(Summary summary, long epoch) {
    JsonObject filter =
        new JsonObject()
            .put("_id", summary.channel())
            .put("epoch", new JsonObject().put("$lte", epoch))
            .put("offset", new JsonObject().put("$lte", summary.offset()));
    JsonObject removals = new JsonObject();
    summary.removals().forEach(removals::put);
    JsonObject fields =
        new JsonObject()
            .put("epoch", epoch)
            .put("offset", summary.offset())
            .put("seq", summary.seq())
            .put("n", summary.n())
            .put("rev", summary.seq())
            .put("time", summary.time())
            .put("membershipVersion", summary.membershipVersion())
            .put("archived", summary.archived())
            .put("removals", removals)
            .put("pins", new JsonArray(summary.pins()))
            .put("broadcasts", Broadcasts.toJson(summary.broadcasts()))
            .put(
                "changes",
                new JsonArray(summary.changes().stream().map(MessageDocuments::of).toList()))
            .put("sealedSeq", summary.sealedSeq())
            .put("entries", EntryBytes.write(summary.entries()));
    return BulkOperation.createUpdate(filter, new JsonObject().put("$set", fields), true, false);
  }

  private Future<Void> dropOldChunks(List<Summary> summaries) {
    List<BulkOperation> drops =
        summaries.stream()
            .filter(Summary::isToBeSealed)
            .map(
                summary ->
                    BulkOperation.createDelete(
                            chunksOf(summary.channel())
                                .put(
                                    "last",
                                    new JsonObject()
                                        .put(
                                            "$lt",
                                            summary.time() - ChannelState.ENTRIES_KEPT_MILLIS)))
                        .setMulti(true))
            .toList();
    return bulk(CHUNKS, drops);
  }

  private static JsonObject chunksOf(String channel) {
    return new JsonObject()
        .put("_id", new JsonObject().put("$gte", channel + ':').put("$lt", channel + ';'));
  }

  private static Summary read(JsonObject document) {
    Map<String, Long> removals = new HashMap<>();
    JsonObject stored = document.getJsonObject("removals");
    stored.fieldNames().forEach(user -> removals.put(user, stored.getLong(user)));
    return new Summary(
        document.getString("_id"),
        document.getLong("offset"),
        document.getLong("seq"),
        document.getLong("n"),
        document.getLong("time"),
        document.getLong("membershipVersion"),
        document.getBoolean("archived", false),
        removals,
        pins(document),
        Broadcasts.fromJson(list(document, "broadcasts")),
        changes(document),
        document.getLong("sealedSeq"),
        EntryBytes.read(document.getBinary("entries")));
  }

  private static JsonArray list(JsonObject document, String field) {
    return document.getJsonArray(field, new JsonArray());
  }

  /** The places of the channel's pinned messages as stored. */
  Future<List<Long>> pins(String channel) {
    return mongo
        .findOne(SUMMARIES, new JsonObject().put("_id", channel), new JsonObject().put("pins", 1))
        .map(document -> document == null ? List.of() : pins(document));
  }

  private static List<Long> pins(JsonObject document) {
    return list(document, "pins").stream().map(pin -> ((Number) pin).longValue()).toList();
  }

  private static List<Message> changes(JsonObject document) {
    return list(document, "changes").stream()
        .map(change -> MessageDocuments.read((JsonObject) change))
        .toList();
  }
}
