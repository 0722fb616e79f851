package chat.channel;

import chat.bus.OwnerMessages;
import chat.delivery.DeliveryMessages.Confirmed;
import chat.delivery.DeliveryMessages.Head;
import chat.delivery.DeliveryMessages.Interest;
import chat.delivery.DeliveryMessages.Mark;
import chat.delivery.FeedEvent;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.MemberChange.Member;
import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;
import chat.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
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
  private static final int LOAD_AT_ONCE = 500;
  private static final int OPEN_CHANNELS = 20_000;
  private static final long RETRY_MILLIS = 500;

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

    /** The replay is done. */
    void serving();
  }

  private final Vertx vertx;
  private final int partition;
  private final long epoch;
  private final Summaries summaries;
  private final AnswerOutbox answers;
  private final Surroundings surroundings;
  private final int hardLimit;
  private final FanOut fanOut;
  private final Tail tail;
  private final Queue<Arrival> queue = new ArrayDeque<>();
  // In the order of use, so that the channel unused for longest is the first to be closed.
  private final Map<String, OpenChannel> open = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<OpenChannel> dirty = new LinkedHashSet<>();
  private Phase phase = Phase.REPLAYING;
  private boolean working;
  private long replayUntil = Long.MAX_VALUE;
  private long decided;
  private long checkpoint;

  /** A channel in memory. */
  static final class OpenChannel {
    final ChannelState state;
    long sealedSeq;

    OpenChannel(Summaries.Loaded loaded) {
      this.state = loaded.state();
      this.sealedSeq = loaded.sealedSeq();
    }
  }

  /** The summaries of all channels that changed, as of {@code offset}. */
  record Snapshot(long offset, List<Summary> summaries) {}

  PartitionOwner(
      Vertx vertx,
      int partition,
      Checkpoints.Checkpoint from,
      Summaries summaries,
      AnswerOutbox answers,
      Surroundings surroundings,
      int hardLimit) {
    this.vertx = vertx;
    this.partition = partition;
    this.epoch = from.epoch();
    this.summaries = summaries;
    this.answers = answers;
    this.surroundings = surroundings;
    this.hardLimit = hardLimit;
    this.fanOut = new FanOut(vertx.eventBus(), partition, epoch);
    this.tail = new Tail(from.offset());
    this.decided = from.offset() - 1;
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
    queue.addAll(arrivals);
    work();
  }

  /** Ends: nothing more is decided, answered or written. */
  void end() {
    phase = Phase.ENDED;
    queue.clear();
  }

  private void work() {
    if (working || phase == Phase.ENDED) {
      return;
    }
    int taken = 0;
    while (!queue.isEmpty() && taken < RECORDS_A_TURN && tail.unstoredCount() < hardLimit) {
      OpenChannel channel = open.get(queue.peek().record().channel());
      if (channel == null) {
        openNext();
        break;
      }
      decide(channel, queue.poll());
      taken++;
    }
    if (taken > 0) {
      fanOut.flush(decided);
      surroundings.decided(partition, taken);
      serveIfReplayed();
      if (!working && !queue.isEmpty() && tail.unstoredCount() < hardLimit) {
        vertx.runOnContext(turn -> work());
      }
    }
  }

  private void decide(OpenChannel channel, Arrival arrival) {
    Decision decision = Sequencer.apply(channel.state, arrival.record());
    decided = arrival.record().offset();
    switch (decision) {
      case Decision.Posted posted ->
          add(Event.of(posted.message()), posted.message(), arrival.record().offset());
      case Decision.MembersChanged changed -> {
        add(changed.event(), null, arrival.record().offset());
        surroundings.joined(
            channel.state.channel, changed.event().member().added(), changed.event().n());
      }
      case Decision.ChannelChanged changed -> add(changed.event(), null, arrival.record().offset());
      case Decision.Repeated r -> {}
      case Decision.Refused r -> {}
      case Decision.Included i -> {}
    }
    dirty.add(channel);
    answers.add(arrival.origin(), decision.answer());
  }

  private void add(Event event, Message message, long offset) {
    FeedEvent feedEvent =
        new FeedEvent(event.channel(), event.seq(), event.n(), Wire.toJson(event), event.member());
    tail.add(new Tail.Entry(feedEvent, message, offset));
    fanOut.add(feedEvent);
  }

  /** Reads the states of the channels that come next in the queue; the queue waits for them. */
  private void openNext() {
    Set<String> wanted = new LinkedHashSet<>();
    for (Arrival arrival : queue) {
      if (!open.containsKey(arrival.record().channel())) {
        wanted.add(arrival.record().channel());
      }
      if (wanted.size() >= LOAD_AT_ONCE) {
        break;
      }
    }
    working = true;
    summaries
        .load(wanted)
        .onSuccess(
            loaded -> {
              loaded.forEach((channel, state) -> open.put(channel, new OpenChannel(state)));
              closeUnused();
              working = false;
              work();
            })
        .onFailure(
            failure -> {
              LOG.warn("partition {}: cannot read summaries: {}", partition, failure.toString());
              vertx.setTimer(
                  RETRY_MILLIS,
                  timer -> {
                    working = false;
                    work();
                  });
            });
  }

  private void closeUnused() {
    var oldest = open.values().iterator();
    while (open.size() > OPEN_CHANNELS && oldest.hasNext()) {
      OpenChannel channel = oldest.next();
      // One whose summary is not written yet would be read back older than it is.
      if (channel.state.offset < checkpoint && !dirty.contains(channel)) {
        oldest.remove();
      } else {
        break;
      }
    }
  }

  private void serveIfReplayed() {
    if (phase == Phase.REPLAYING && decided >= replayUntil - 1) {
      phase = Phase.SERVING;
      surroundings.serving();
    }
  }

  /** Everything up to {@code offset} is durable in the store. */
  void stored(long offset) {
    tail.stored(offset);
    work();
  }

  /** What of a channel is decided but not stored; fails as {@code unavailable} while replaying. */
  Future<OwnerMessages.Tail> tailOf(String channel) {
    if (!isServing()) {
      return Future.failedFuture(
          new ProblemException(ProblemType.UNAVAILABLE, "The channel's owner is taking over"));
    }
    OpenChannel opened = open.get(channel);
    if (opened != null) {
      return Future.succeededFuture(tailOf(opened.state));
    }
    return summaries
        .heads(List.of(channel))
        .map(
            heads -> {
              OpenChannel meanwhile = open.get(channel);
              if (meanwhile != null) {
                return tailOf(meanwhile.state);
              }
              Summaries.Head head = heads.getOrDefault(channel, new Summaries.Head(0, 0));
              return new OwnerMessages.Tail(
                  channel, epoch, head.seq(), head.n(), head.seq(), List.of());
            });
  }

  private OwnerMessages.Tail tailOf(ChannelState state) {
    return new OwnerMessages.Tail(
        state.channel,
        epoch,
        state.seq,
        state.n,
        tail.storedSeq(state.channel, state.seq),
        tail.unstoredMessages(state.channel));
  }

  /** Takes a node's interest and confirms it with the channels' heads and what the node missed. */
  void interest(Interest interest) {
    if (!isServing() || interest.epoch() != epoch || !fanOut.take(interest)) {
      return;
    }
    List<String> closed =
        interest.added().stream()
            .map(Mark::channel)
            .filter(channel -> !open.containsKey(channel))
            .toList();
    Future<Map<String, Summaries.Head>> heads =
        closed.isEmpty() ? Future.succeededFuture(Map.of()) : summaries.heads(closed);
    // On failure the node asks again.
    heads.onSuccess(stored -> confirm(interest, stored));
  }

  private void confirm(Interest interest, Map<String, Summaries.Head> stored) {
    List<Head> heads = new ArrayList<>();
    List<FeedEvent> missed = new ArrayList<>();
    boolean knowsMembers = interest.offset() < 0;
    if (!knowsMembers) {
      missed.addAll(tail.memberChangesAfter(interest.offset()));
    }
    for (Mark mark : interest.added()) {
      OpenChannel opened = open.get(mark.channel());
      Summaries.Head head =
          opened == null
              ? stored.getOrDefault(mark.channel(), new Summaries.Head(0, 0))
              : new Summaries.Head(opened.state.seq, opened.state.n);
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
                decided,
                heads,
                missed,
                membersLost));
  }

  void heartbeat() {
    if (isServing()) {
      fanOut.heartbeat(decided);
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
    dirty.forEach(channel -> changed.add(Summary.of(channel.state, channel.sealedSeq)));
    dirty.clear();
    return new Snapshot(decided, changed);
  }

  /** A snapshot and the checkpoint after it are written. */
  void summarized(Snapshot snapshot, List<Summary> written) {
    checkpoint = snapshot.offset() + 1;
    for (Summary summary : written) {
      OpenChannel channel = open.get(summary.channel());
      if (channel != null) {
        channel.sealedSeq = summary.sealedSeq();
      }
    }
  }
}
