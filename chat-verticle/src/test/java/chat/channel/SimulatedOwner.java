package chat.channel;

import chat.protocol.Message;
import chat.store.MessageDocuments;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An owner of one channel that takes each step of persisting when it is told to, in the order of
 * {@link PartitionOwner} and {@link SummaryWriter}; it may stop for good between any two.
 */
final class SimulatedOwner {
  private final Store store;
  private final List<LoggedRecord> log;
  private final long epoch;
  private final ChannelState state;
  private final ChangedMessages changes = new ChangedMessages();
  private final List<Inserted> unstored = new ArrayList<>();
  private long sealedSeq;
  private int next;
  private Summary snapshot;
  private long snapshotOffset;
  private List<Message> durable = List.of();
  private boolean superseded;
  private Step step = Step.SNAPSHOT;

  /** What a decision stores. */
  private record Inserted(Message message, long offset) {}

  private enum Step {
    SNAPSHOT,
    SUMMARY,
    CHECKPOINT,
    CHANGES
  }

  /** MongoDB as far as it matters here: documents as they are written, and the fences. */
  static final class Store {
    final Map<Long, JsonObject> documents = new TreeMap<>();
    private final List<byte[]> chunks = new ArrayList<>();
    private Summary summary =
        Summary.of(new ChannelState(RandomConversation.CHANNEL), List.of(), 0);
    private long summaryEpoch;
    private long epoch;
    private long checkpoint;

    private void insert(Message message, long offset) {
      JsonObject document = MessageDocuments.of(message).put("offset", offset);
      JsonObject there = documents.putIfAbsent(message.seq(), document.copy());
      if (there != null && there.getLong("offset") != offset) {
        throw new AssertionError("another document under the id of " + message);
      }
    }

    private void update(Message message) {
      JsonObject there = documents.get(message.seq());
      if (there != null && there.getLong("rev") < message.rev()) {
        JsonObject update = MessageDocuments.update(message);
        update
            .getJsonObject("$set")
            .copy()
            .forEach(field -> there.put(field.getKey(), field.getValue()));
        update.getJsonObject("$unset").fieldNames().forEach(there::remove);
      }
    }

    private void write(Summary written, long by) {
      if (summaryEpoch > by || summary.offset() > written.offset()) {
        return;
      }
      if (written.isToBeSealed()) {
        chunks.add(EntryBytes.write(written.entries()));
        written = written.sealed();
      }
      summaryEpoch = by;
      summary = written;
    }
  }

  /** Takes the channel over. */
  SimulatedOwner(Store store, List<LoggedRecord> log) {
    this.store = store;
    this.log = log;
    this.epoch = ++store.epoch;
    List<IdWindow.Entry> sealed = new ArrayList<>();
    store.chunks.forEach(chunk -> sealed.addAll(EntryBytes.read(chunk)));
    sealed.removeIf(entry -> entry.seq() > store.summary.seq());
    this.state = store.summary.toState(sealed);
    this.sealedSeq = store.summary.sealedSeq();
    store.summary.changes().forEach(changes::put);
    this.durable = changes.all();
    while (next < log.size() && log.get(next).offset() < store.checkpoint) {
      next++;
    }
  }

  boolean isSuperseded() {
    return superseded;
  }

  int position() {
    return next;
  }

  /** How many records the state includes, which may be more than were looked at since. */
  int includes() {
    int included = next;
    while (included < log.size() && log.get(included).offset() <= state.offset) {
      included++;
    }
    return included;
  }

  boolean isDone() {
    return next == log.size()
        && unstored.isEmpty()
        && changes.isEmpty()
        && store.checkpoint > log.getLast().offset();
  }

  /** Decides about the next record; {@code null} at the end or if a newer owner was noticed. */
  Decision decide() {
    if (next == log.size() || superseded) {
      return null;
    }
    LoggedRecord record = log.get(next);
    long target = Sequencer.target(state, record);
    Message message = target == 0 ? null : find(target);
    if (message != null && message.rev() > state.seq) {
      superseded = true;
      return null;
    }
    next++;
    Decision decision = Sequencer.apply(state, record, message);
    switch (decision) {
      case Decision.Posted posted -> {
        unstored.add(new Inserted(posted.message(), record.offset()));
        if (posted.parent() != null) {
          changes.put(posted.parent());
        }
      }
      case Decision.Changed changed -> changes.put(changed.message());
      default -> {}
    }
    return decision;
  }

  private Message find(long seq) {
    Message changed = changes.get(seq);
    if (changed != null) {
      return changed;
    }
    for (Inserted each : unstored) {
      if (each.message().seq() == seq) {
        return each.message();
      }
    }
    JsonObject document = store.documents.get(seq);
    return document == null ? null : MessageDocuments.read(document.copy());
  }

  /** Stores the oldest messages that are not stored. */
  void insert(int count) {
    for (int i = 0; i < count && !unstored.isEmpty(); i++) {
      Inserted oldest = unstored.removeFirst();
      store.insert(oldest.message(), oldest.offset());
    }
  }

  /** Takes the next step of summary, checkpoint and changes, unless it must wait. */
  void persist() {
    switch (step) {
      case SNAPSHOT -> {
        snapshot = Summary.of(state, changes.all(), sealedSeq);
        snapshotOffset = next == 0 ? -1 : log.get(next - 1).offset();
        step = Step.SUMMARY;
      }
      case SUMMARY -> {
        if (unstored.isEmpty() || unstored.getFirst().offset() > snapshotOffset) {
          store.write(snapshot, epoch);
          step = Step.CHECKPOINT;
        }
      }
      case CHECKPOINT -> {
        if (store.epoch != epoch) {
          superseded = true;
          return;
        }
        store.checkpoint = Math.max(store.checkpoint, snapshotOffset + 1);
        sealedSeq = snapshot.isToBeSealed() ? snapshot.sealed().sealedSeq() : snapshot.sealedSeq();
        durable = snapshot.changes();
        step = Step.CHANGES;
      }
      case CHANGES -> {
        writeChanges(durable.size());
        step = Step.SNAPSHOT;
      }
    }
  }

  /** Brings the first of the changes, which a durable summary includes, to the store. */
  void writeChanges(int count) {
    List<Message> first = durable.subList(0, Math.min(count, durable.size()));
    first.forEach(store::update);
    first.forEach(changes::stored);
  }

  /** What this owner and the store together show. */
  Collection<Message> messages() {
    Map<Long, Message> all = new HashMap<>();
    store.documents.forEach(
        (seq, document) -> {
          if (seq <= state.seq) {
            all.put(seq, MessageDocuments.read(document.copy()));
          }
        });
    unstored.forEach(
        each -> all.merge(each.message().seq(), each.message(), SimulatedOwner::newer));
    changes.all().forEach(each -> all.merge(each.seq(), each, SimulatedOwner::newer));
    return all.values();
  }

  private static Message newer(Message one, Message other) {
    return one.rev() >= other.rev() ? one : other;
  }
}
