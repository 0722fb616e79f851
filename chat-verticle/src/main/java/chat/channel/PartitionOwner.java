package chat.channel;

import chat.bus.OwnerMessages;
import chat.bus.OwnerMessages.Page;
import chat.bus.OwnerMessages.Pins;
import chat.bus.OwnerMessages.TailWanted;
import chat.channel.OpenChannels.OpenChannel;
import chat.channel.TouchedMessages.Place;
import chat.delivery.DeliveryMessages.Confirmed;
import chat.delivery.DeliveryMessages.Head;
import chat.delivery.DeliveryMessages.Interest;
import chat.delivery.DeliveryMessages.Mark;
import chat.delivery.DeliveryMessages.Typing;
import chat.delivery.FeedEvent;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.MemberChange.Member;
import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;
import chat.protocol.Wire;
import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one partition in one epoch: decides its records in their order, answers whoever waits, fans
 * the events out, and keeps what is not yet stored.
 *
 * <p>First it replays from the checkpoint to where the log ended when it took over; only then it
 * serves, so that nobody reads less from it than was acknowledged before. Confined to its
 * verticle's context.
 */
final class PartitionOwner {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionOwner.class);
  private static final int RECORDS_A_TURN = 500;
  private static final int OPEN_AT_ONCE = 500;
  private static final int READ_AT_ONCE = 100;
  private static final Queue<Arrival> NOTHING = new ArrayDeque<>();
  private static final long RETRY_MILLIS = 500;

  /** Bytes of changed messages that the store lacks, from which on they are summarized at once. */
  private static final long CHANGES_FULL = 2 << 20;

  /** And from which on nothing is decided until they are: a summary must fit into a document. */
  private static final long CHANGES_MOST = 6 << 20;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Well below where {@link LogConsumer} stops to read the partition. */
  private static final int STUCK_AT = 1_000;

  private enum Phase {
    REPLAYING,
    SERVING,
    ENDED
  }

  /** What the owner needs of its surroundings. */
  interface Surroundings {
    /** Records were taken from the queue and decided: there is something to answer and store. */
    void decided(int partition, int count);

    /** Users were added to a channel that has {@code n} messages. May be told again in a replay. */
    void joined(String channel, List<Member> added, long n);

    /** The replay, of so many records, is done. */
    void serving(int partition, long replayed);

    /** So much has changed that it should be summarized now rather than soon. */
    void full(PartitionOwner owner);

    /** The store shows that there is a newer owner. */
    void superseded(PartitionOwner owner);
  }

  private final Vertx vertx;
  private final int partition;
  private final long epoch;
  private final AnswerOutbox answers;
  private final Surroundings surroundings;
  private final int hardLimit;
  private final OwnerMemory.Share memory;
  private final FanOut fanOut;
  private final Tail tail;
  private final Queue<Arrival> queue = new ArrayDeque<>();

  /**
   * What waits until its channel's state, or a message that it is about, has been read. Other
   * channels go on meanwhile: only within a channel is there an order to keep.
   */
  private final Map<String, Queue<Arrival>> waiting = new LinkedHashMap<>();

  private final Summaries summaries;
  private final OpenChannels channels;
  private final Messages messages;
  private final TouchedMessages touched = new TouchedMessages();

  /** What was read for the records that wait, however large: kept until they are decided. */
  private final Map<Place, Optional<Message>> fetched = new HashMap<>();

  private final ChangeWriter changeWriter;
  private final Set<OpenChannel> dirty = new LinkedHashSet<>();
  private Phase phase = Phase.REPLAYING;
  private int waitingCount;
  private boolean held;
  private boolean opening;
  private boolean cannotOpen;
  private long replayUntil = Long.MAX_VALUE;

  /** The offset of the first record that was read. */
  private final long first;

  private long changedBytes;
  private long taken;
  private long checkpoint;

  /** The latest time of the log that was seen, and when, to tell about how late it is there. */
  private long logTime;

  private long logTimeSeen;

  /**
   * The summaries of all channels that changed.
   *
   * @param offset up to which they include everything
   * @param entries of the tail that they include
   */
  record Snapshot(long offset, long entries, List<Summary> summaries) {}

  PartitionOwner(
      Vertx vertx,
      int partition,
      Checkpoints.Checkpoint from,
      Summaries summaries,
      MongoClient mongo,
      AnswerOutbox answers,
      Surroundings surroundings,
      ChannelConfig config,
      OwnerMemory.Share memory,
      long recentBytes) {
    this.vertx = vertx;
    this.partition = partition;
    this.epoch = from.epoch();
    this.summaries = summaries;
    this.channels = new OpenChannels(summaries, recentBytes);
    this.memory = memory;
    this.messages = new Messages(mongo);
    this.changeWriter =
        new ChangeWriter(vertx, mongo, () -> phase == Phase.ENDED, this::changesStored);
    this.answers = answers;
    this.surroundings = surroundings;
    this.hardLimit = config.backlogMessages() * 2;
    this.fanOut = new FanOut(vertx.eventBus(), partition, epoch);
    this.tail = new Tail(from.offset());
    this.first = from.offset();
    this.taken = first - 1;
    this.checkpoint = from.offset();
  }

  int partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  boolean isServing() {
    return phase == Phase.SERVING;
  }

  Tail tail() {
    return tail;
  }

  /** The log ended before {@code end} when the partition was taken over. */
  void replayUntil(long end) {
    replayUntil = end;
    serveIfReplayed();
  }

  /** Records in the order of the log. */
  void arrived(List<Arrival> arrivals) {
    if (!held) {
      queue.addAll(arrivals);
      logTime = Math.max(logTime, arrivals.getLast().record().time());
      logTimeSeen = System.nanoTime();
      work();
    }
  }

  /** Decides no record more: whatever comes is for the next owner. */
  void hold() {
    held = true;
    queue.clear();
  }

  /** Whether the checkpoint includes all that was decided: a next owner has nothing to replay. */
  boolean isCheckpointed() {
    return checkpoint > decidedUpTo();
  }

  /** Ends: nothing more is decided, answered or written. */
  void end() {
    phase = Phase.ENDED;
    queue.clear();
    waiting.clear();
    waitingCount = 0;
    memory.set(0, 0);
  }

  private void work() {
    int done = 0;
    int looked = 0;
    while (!queue.isEmpty() && looked < RECORDS_A_TURN && hasRoom()) {
      Arrival arrival = queue.poll();
      looked++;
      taken = arrival.record().offset();
      String name = arrival.record().channel();
      OpenChannel channel = channels.at(name, arrival.record().time());
      if (channel == null
          || !waiting.isEmpty() && waiting.containsKey(name)
          || !knowsTarget(channel, arrival)) {
        waiting.computeIfAbsent(name, each -> new ArrayDeque<>()).add(arrival);
        waitingCount++;
      } else {
        decide(channel, arrival);
        done++;
      }
    }
    finish(done);
    openWaiting();
    if (looked > 0 && !queue.isEmpty() && hasRoom()) {
      vertx.runOnContext(turn -> work());
    }
  }

  private boolean hasRoom() {
    return !held
        && tail.unstoredCount() < hardLimit
        && changedBytes < CHANGES_MOST
        // Without a backlog of its own it could wait for ever for others to store theirs.
        && (tail.unstoredCount() == 0 || memory.hasRoom());
  }

  /** Tells what this partition takes in memory now. */
  private void account() {
    if (phase != Phase.ENDED) {
      memory.set(tail.unstoredBytes() + changedBytes, channels.bytes());
    }
  }

  private void finish(int decided) {
    if (decided > 0) {
      fanOut.flush(decidedUpTo());
      surroundings.decided(partition, decided);
      serveIfReplayed();
      summarizeIfFull();
    }
  }

  /** Only between records: a summary must not be made of half a decision. */
  private void summarizeIfFull() {
    if (changedBytes >= CHANGES_FULL) {
      surroundings.full(this);
    }
  }

  /** The offset up to which every record has been decided. */
  private long decidedUpTo() {
    long upTo = taken;
    for (Queue<Arrival> each : waiting.values()) {
      upTo = Math.min(upTo, each.peek().record().offset() - 1);
    }
    return upTo;
  }

  /** Whether so many records wait for what the store does not tell that more must be refused. */
  boolean isStuck() {
    return cannotOpen && waitingCount >= STUCK_AT;
  }

  private void decide(OpenChannel channel, Arrival arrival) {
    long target = Sequencer.target(channel.state, arrival.record());
    Message message = target == 0 ? null : known(channel, target).orElse(null);
    Decision decision = Sequencer.apply(channel.state, arrival.record(), message);
    switch (decision) {
      case Decision.Posted posted -> {
        channel.recent().put(posted.message());
        add(
            posted.event(),
            posted.message(),
            Concern.ofPosted(channel.state, posted.message(), posted.parent()),
            arrival.record().offset());
        if (posted.parent() != null) {
          changed(channel, posted.parent());
        }
      }
      case Decision.Changed changed -> {
        add(
            changed.event(),
            null,
            Concern.ofChanged(channel.state, message, changed.message()),
            arrival.record().offset());
        changed(channel, changed.message());
      }
      case Decision.Unchanged u -> {}
      case Decision.MembersChanged changed -> {
        add(changed.event(), null, null, arrival.record().offset());
        surroundings.joined(
            channel.state.channel, changed.event().member().added(), changed.event().n());
      }
      case Decision.ChannelChanged changed ->
          add(changed.event(), null, null, arrival.record().offset());
      case Decision.Repeated r -> {}
      case Decision.Refused r -> {}
      case Decision.Included i -> {}
    }
    dirty.add(channel);
    channels.count(channel);
    account();
    answers.add(arrival.origin(), decision.answer());
  }

  /** About what the changed messages take that the store may have in an earlier state. */
  long changedBytes() {
    return changedBytes;
  }

  private void changed(OpenChannel channel, Message message) {
    changedBytes += channel.changed(message);
    touched.put(message);
  }

  /** The store has these changed messages now. */
  private void changesStored(List<Message> stored) {
    for (Message message : stored) {
      OpenChannel channel = channels.get(message.channel());
      if (channel != null) {
        changedBytes -= channel.stored(message);
      }
    }
    account();
    work();
  }

  /** Whether the message that the record is about, if any, is in memory. */
  private boolean knowsTarget(OpenChannel channel, Arrival arrival) {
    long target = Sequencer.target(channel.state, arrival.record());
    return target == 0 || known(channel, target) != null;
  }

  /** The message at that place; empty if there is none, {@code null} if it must be read first. */
  private Optional<Message> known(OpenChannel channel, long seq) {
    Message inMemory = channel.inMemory(seq);
    if (inMemory == null) {
      inMemory = touched.get(channel.state.channel, seq);
    }
    return inMemory != null
        ? Optional.of(inMemory)
        : fetched.get(new Place(channel.state.channel, seq));
  }

  private void add(Event event, Message message, Concern concern, long offset) {
    FeedEvent feedEvent =
        new FeedEvent(event.channel(), event.seq(), event.n(), Wire.toJson(event), event.member());
    tail.add(new Tail.Entry(feedEvent, message, concern, offset));
    fanOut.add(feedEvent);
  }

  /** Reads what records wait for, and decides those. */
  private void openWaiting() {
    if (opening || waiting.isEmpty() || phase == Phase.ENDED || !hasRoom()) {
      return;
    }
    opening = true;
    List<String> next = waiting.keySet().stream().limit(OPEN_AT_ONCE).toList();
    List<String> closed = next.stream().filter(name -> channels.get(name) == null).toList();
    Future<Void> opened = closed.isEmpty() ? Future.succeededFuture() : channels.open(closed);
    opened
        .compose(
            done -> {
              closed.forEach(this::redo);
              return readTargets(next);
            })
        .onSuccess(
            done -> {
              opening = false;
              cannotOpen = false;
              decideWaiting(next);
            })
        .onFailure(
            failure -> {
              cannotOpen = true;
              LOG.warn("partition {}: cannot read what is due: {}", partition, failure.toString());
              vertx.setTimer(
                  RETRY_MILLIS,
                  timer -> {
                    opening = false;
                    openWaiting();
                  });
            });
  }

  /** A former owner may have ended before it brought the store to what its summary includes. */
  private void redo(String name) {
    List<Message> changes = channels.get(name).changes();
    changedBytes += channels.get(name).changedBytes();
    changeWriter.write(changes);
  }

  /** Reads the messages that records of these channels are about and that are not in memory. */
  private Future<Void> readTargets(List<String> names) {
    Map<String, Place> wanted = new LinkedHashMap<>();
    for (String name : names) {
      OpenChannel channel = channels.get(name);
      for (Arrival arrival : waiting.getOrDefault(name, NOTHING)) {
        long target = Sequencer.target(channel.state, arrival.record());
        if (target == 0 || known(channel, target) != null || wanted.size() >= READ_AT_ONCE) {
          continue;
        }
        // What was posted lately may have left the memory of recent messages before it was stored.
        Message unstored = tail.unstored(name, target);
        if (unstored != null) {
          touched.put(unstored);
        } else {
          wanted.put(Messages.id(name, target), new Place(name, target));
        }
      }
    }
    if (wanted.isEmpty()) {
      return Future.succeededFuture();
    }
    return messages
        .get(wanted.keySet())
        .map(
            found -> {
              found.forEach(message -> touch(wanted, message));
              wanted.values().forEach(place -> fetched.put(place, Optional.empty()));
              return null;
            });
  }

  private void touch(Map<String, Place> wanted, Message message) {
    wanted.remove(Messages.id(message.channel(), message.seq()));
    OpenChannel channel = channels.get(message.channel());
    if (channel != null && message.rev() > channel.state.seq) {
      // Only what a durable summary includes gets into the store, and only after the checkpoint's
      // fence was passed; so somebody passed it after us.
      LOG.error(
          "{} of {} was changed at {}, which is not decided yet here",
          message.seq(),
          message.channel(),
          message.rev());
      surroundings.superseded(this);
      return;
    }
    touched.put(message);
    fetched.put(new Place(message.channel(), message.seq()), Optional.of(message));
  }

  private void decideWaiting(List<String> names) {
    if (phase == Phase.ENDED) {
      return;
    }
    int done = 0;
    for (String name : names) {
      OpenChannel channel = channels.get(name);
      Queue<Arrival> arrivals = waiting.get(name);
      while (!arrivals.isEmpty() && hasRoom() && knowsTarget(channel, arrivals.peek())) {
        decide(channel, arrivals.poll());
        done++;
      }
      if (arrivals.isEmpty()) {
        waiting.remove(name);
      }
    }
    waitingCount -= done;
    fetched.clear();
    channels.closeUnused(this::isStored);
    account();
    finish(done);
    openWaiting();
  }

  /** One whose summary is not written yet would be read back older than it is. */
  private boolean isStored(OpenChannel channel) {
    return channel.state.offset < checkpoint
        && !dirty.contains(channel)
        && channel.changes().isEmpty()
        && !waiting.containsKey(channel.state.channel);
  }

  /** Gives up memory that can be read from the store again. */
  void relieve() {
    if (isServing() && logTimeSeen != 0) {
      channels.relieve(
          logTime + (System.nanoTime() - logTimeSeen) / NANOS_PER_MILLI, this::isStored);
      account();
    }
  }

  /** How many ids of operations are remembered. */
  long rememberedIds() {
    return channels.ids();
  }

  /** About what the channels take in memory beside their messages. */
  long channelBytes() {
    return channels.bytes();
  }

  private void serveIfReplayed() {
    if (phase == Phase.REPLAYING && decidedUpTo() >= replayUntil - 1) {
      phase = Phase.SERVING;
      surroundings.serving(partition, Math.max(0, replayUntil - first));
    }
  }

  /** The oldest {@code entries} of the tail that were not durable in the store are now. */
  void stored(int entries) {
    tail.stored(entries);
    account();
    summarizeIfFull();
    work();
  }

  /** What of a page is decided but not stored; fails as {@code unavailable} while replaying. */
  Future<OwnerMessages.Tail> tailOf(TailWanted wanted) {
    if (!isServing()) {
      return unavailable("The channel's owner is taking over");
    }
    String name = wanted.channel();
    return channels
        .heads(List.of(name))
        .map(heads -> tailOf(wanted, heads.get(name)))
        .recover(
            failure -> {
              LOG.warn("partition {}: cannot read a head: {}", partition, failure.toString());
              return unavailable("Where the channel stands can't be read now");
            });
  }

  private static <T> Future<T> unavailable(String detail) {
    return Future.failedFuture(new ProblemException(ProblemType.UNAVAILABLE, detail));
  }

  private OwnerMessages.Tail tailOf(TailWanted wanted, Summaries.Head head) {
    Page page = wanted.page();
    long stored = tail.storedSeq(wanted.channel(), head.seq());
    OpenChannel opened = channels.get(wanted.channel());
    if (wanted.recent() && opened != null && opened.recent().from() <= stored + 1) {
      RecentMessages recent = opened.recent();
      List<Message> found = recent.page(page);
      boolean whole = recent.hasAll(page, found.size());
      return answer(wanted, head, stored, recent.from(), whole, found);
    }
    List<Message> found = page.of(notStored(wanted.channel(), head));
    boolean whole =
        switch (page.kind()) {
          case BEFORE ->
              stored == 0 || found.size() == page.limit() && found.getFirst().seq() > stored;
          case AFTER, CHANGED -> page.seq() >= stored;
          case THESE -> found.size() == page.seqs().size();
        };
    return answer(wanted, head, stored, stored + 1, whole, found);
  }

  /**
   * The messages of a channel that the store lacks or may have in an earlier state, in their
   * newest, ascending.
   */
  private List<Message> notStored(String channel, Summaries.Head head) {
    List<Message> unstored = tail.unstoredMessages(channel);
    List<Message> changes = head.changes();
    if (changes.isEmpty()) {
      return unstored;
    }
    Map<Long, Message> bySeq = new TreeMap<>();
    unstored.forEach(message -> bySeq.put(message.seq(), message));
    changes.forEach(message -> bySeq.put(message.seq(), message));
    return List.copyOf(bySeq.values());
  }

  /** The places of a channel's pinned messages; fails as {@code unavailable} while replaying. */
  Future<Pins> pinsOf(String channel) {
    if (!isServing()) {
      return unavailable("The channel's owner is taking over");
    }
    OpenChannel opened = channels.get(channel);
    return opened != null
        ? Future.succeededFuture(new Pins(List.copyOf(opened.state.pins)))
        : summaries
            .pins(channel)
            .map(Pins::new)
            .recover(failure -> unavailable("Pins can't be read now"));
  }

  private OwnerMessages.Tail answer(
      TailWanted wanted,
      Summaries.Head head,
      long stored,
      long from,
      boolean whole,
      List<Message> found) {
    return new OwnerMessages.Tail(
        wanted.channel(), epoch, head.seq(), head.n(), stored, from, whole, found);
  }

  /** Takes a node's interest and confirms it with the channels' heads and what the node missed. */
  void interest(Interest interest) {
    if (!isServing() || interest.epoch() != epoch || !fanOut.take(interest)) {
      return;
    }
    // On failure the node asks again.
    channels
        .heads(interest.added().stream().map(Mark::channel).toList())
        .onSuccess(heads -> confirm(interest, heads));
  }

  private void confirm(Interest interest, Map<String, Summaries.Head> current) {
    List<Head> heads = new ArrayList<>();
    List<FeedEvent> missed = new ArrayList<>();
    boolean knowsMembers = interest.offset() < 0;
    if (!knowsMembers) {
      missed.addAll(tail.memberChangesAfter(interest.offset()));
    }
    for (Mark mark : interest.added()) {
      Summaries.Head head = current.get(mark.channel());
      Tail.Missed after =
          mark.seq() < 0
              ? new Tail.Missed(List.of(), true)
              : tail.missed(mark.channel(), mark.seq(), head.seq());
      heads.add(new Head(mark.channel(), head.seq(), head.n(), after.complete()));
      missed.addAll(after.events());
    }
    boolean membersLost = !knowsMembers && !tail.reachesBackTo(interest.offset());
    fanOut.confirm(
        interest.node(),
        number ->
            new Confirmed(
                partition,
                epoch,
                interest.node(),
                interest.version(),
                number,
                decidedUpTo(),
                heads,
                missed,
                membersLost));
  }

  /** Somebody is writing. */
  void typing(Typing typing) {
    fanOut.pass(typing);
  }

  void heartbeat() {
    if (isServing()) {
      fanOut.heartbeat(decidedUpTo());
    }
  }

  void heard(String node) {
    fanOut.heard(node);
  }

  /** The summaries to write next, or {@code null} if nothing has changed. */
  Snapshot snapshot() {
    if (phase == Phase.ENDED || dirty.isEmpty()) {
      return null;
    }
    List<Summary> changed = new ArrayList<>(dirty.size());
    dirty.forEach(
        channel -> changed.add(Summary.of(channel.state, channel.changes(), channel.sealedSeq)));
    dirty.clear();
    return new Snapshot(decidedUpTo(), tail.added(), changed);
  }

  /** A snapshot and the checkpoint after it are written. */
  void summarized(Snapshot snapshot, List<Summary> written) {
    checkpoint = snapshot.offset() + 1;
    for (Summary summary : written) {
      OpenChannel channel = channels.get(summary.channel());
      if (channel != null) {
        channel.sealedSeq = summary.sealedSeq();
      }
      changeWriter.write(summary.changes());
    }
  }
}
