package chat.channel;

import chat.bus.OwnerMessages;
import chat.bus.OwnerMessages.Page;
import chat.bus.OwnerMessages.TailWanted;
import chat.channel.OpenChannels.OpenChannel;
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
  private static final int OPEN_AT_ONCE = 500;
  private static final long RETRY_MILLIS = 500;

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

    /** The replay is done. */
    void serving();
  }

  private final Vertx vertx;
  private final int partition;
  private final long epoch;
  private final AnswerOutbox answers;
  private final Surroundings surroundings;
  private final int hardLimit;
  private final FanOut fanOut;
  private final Tail tail;
  private final Queue<Arrival> queue = new ArrayDeque<>();

  /**
   * What waits until its channel's state has been read, the channel that waits for longest first.
   * Others go on meanwhile: only within a channel is there an order to keep.
   */
  private final Map<String, Queue<Arrival>> waiting = new LinkedHashMap<>();

  private final OpenChannels channels;
  private final Set<OpenChannel> dirty = new LinkedHashSet<>();
  private Phase phase = Phase.REPLAYING;
  private int waitingCount;
  private boolean held;
  private boolean opening;
  private boolean cannotOpen;
  private long replayUntil = Long.MAX_VALUE;
  private long taken;
  private long checkpoint;

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
      AnswerOutbox answers,
      Surroundings surroundings,
      ChannelConfig config) {
    this.vertx = vertx;
    this.partition = partition;
    this.epoch = from.epoch();
    this.channels = new OpenChannels(summaries, config.recentBytes());
    this.answers = answers;
    this.surroundings = surroundings;
    this.hardLimit = config.backlogMessages() * 2;
    this.fanOut = new FanOut(vertx.eventBus(), partition, epoch);
    this.tail = new Tail(from.offset());
    this.taken = from.offset() - 1;
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
  }

  private void work() {
    int done = 0;
    int looked = 0;
    while (!queue.isEmpty() && looked < RECORDS_A_TURN && hasRoom()) {
      Arrival arrival = queue.poll();
      looked++;
      taken = arrival.record().offset();
      String name = arrival.record().channel();
      OpenChannel channel = channels.get(name);
      if (channel == null) {
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
    return !held && tail.unstoredCount() < hardLimit;
  }

  private void finish(int decided) {
    if (decided > 0) {
      fanOut.flush(decidedUpTo());
      surroundings.decided(partition, decided);
      serveIfReplayed();
    }
  }

  /** The offset up to which every record has been decided. */
  private long decidedUpTo() {
    return waiting.isEmpty()
        ? taken
        : waiting.values().iterator().next().peek().record().offset() - 1;
  }

  /** Whether so many records wait for what the store does not tell that more must be refused. */
  boolean isStuck() {
    return cannotOpen && waitingCount >= STUCK_AT;
  }

  private void decide(OpenChannel channel, Arrival arrival) {
    Decision decision = Sequencer.apply(channel.state, arrival.record());
    switch (decision) {
      case Decision.Posted posted -> {
        channel.recent().put(posted.message());
        add(Event.of(posted.message()), posted.message(), arrival.record().offset());
      }
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

  /** Reads the states of the channels that records wait for, and decides those. */
  private void openWaiting() {
    if (opening || waiting.isEmpty() || phase == Phase.ENDED) {
      return;
    }
    opening = true;
    List<String> next = waiting.keySet().stream().limit(OPEN_AT_ONCE).toList();
    channels
        .open(next)
        .onSuccess(
            done -> {
              opening = false;
              cannotOpen = false;
              opened(next);
            })
        .onFailure(
            failure -> {
              cannotOpen = true;
              LOG.warn("partition {}: cannot read summaries: {}", partition, failure.toString());
              vertx.setTimer(
                  RETRY_MILLIS,
                  timer -> {
                    opening = false;
                    openWaiting();
                  });
            });
  }

  private void opened(List<String> names) {
    if (phase == Phase.ENDED) {
      return;
    }
    int done = 0;
    for (String name : names) {
      OpenChannel channel = channels.get(name);
      for (Arrival arrival : waiting.remove(name)) {
        decide(channel, arrival);
        done++;
      }
    }
    waitingCount -= done;
    // One whose summary is not written yet would be read back older than it is.
    channels.closeUnused(channel -> channel.state.offset < checkpoint && !dirty.contains(channel));
    finish(done);
    openWaiting();
  }

  private void serveIfReplayed() {
    if (phase == Phase.REPLAYING && decidedUpTo() >= replayUntil - 1) {
      phase = Phase.SERVING;
      surroundings.serving();
    }
  }

  /** The oldest {@code entries} of the tail that were not durable in the store are now. */
  void stored(int entries) {
    tail.stored(entries);
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
    List<Message> found = page.of(tail.unstoredMessages(wanted.channel()));
    boolean whole =
        page.kind() == Page.Kind.BEFORE
            ? stored == 0 || found.size() == page.limit()
            : page.seq() >= stored;
    return answer(wanted, head, stored, stored + 1, whole, found);
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
    dirty.forEach(channel -> changed.add(Summary.of(channel.state, channel.sealedSeq)));
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
    }
  }
}
