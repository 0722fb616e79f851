package chat.delivery;

import chat.bus.Addresses;
import chat.delivery.DeliveryMessages.Batch;
import chat.delivery.DeliveryMessages.Confirmed;
import chat.delivery.DeliveryMessages.Head;
import chat.delivery.DeliveryMessages.Interest;
import chat.delivery.DeliveryMessages.Mark;
import chat.id.IdTable;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * A node's side of one partition: tells the owner which channels it wants, takes the numbered
 * batches, and notices whatever is missing. A gap, a new epoch or a silence makes it state its
 * whole interest again, with what it has of each channel; the owner's answer fills the gap.
 * Confined to its context.
 */
final class PartitionFeed {
  private static final long SILENCE_NANOS = 3_000_000_000L;
  private static final long CONFIRM_WITHIN_NANOS = 1_000_000_000L;

  /** Where events go. */
  interface Output {
    void event(FeedEvent event);

    /** The channel's head is known to be whole; comes once. */
    void confirmed(Feed feed);

    void lost(Feed feed);

    void membersLost();
  }

  /** A channel that nobody wants, and since which second. */
  private record Unwanted(Feed feed, int since) {}

  private final EventBus bus;
  private final String node;
  private final int partition;
  private final Output output;
  private final IdTable<Feed> feeds = new IdTable<>();
  private final Queue<Unwanted> unwanted = new ArrayDeque<>();
  private final Set<String> added = new LinkedHashSet<>();
  private final Set<String> removed = new LinkedHashSet<>();
  private String owner;
  private long epoch = -1;
  private long number;
  private long offset = -1;
  private long version;
  private boolean whole;
  private boolean confirming;
  private boolean everConfirmed;
  private long asked;
  private long heard;

  PartitionFeed(EventBus bus, String node, int partition, Output output) {
    this.bus = bus;
    this.node = node;
    this.partition = partition;
    this.output = output;
  }

  /** Whether the owner has once confirmed: from then on no change of members goes unnoticed. */
  boolean isConnected() {
    return everConfirmed;
  }

  String owner() {
    return owner;
  }

  Feed get(String channel) {
    return feeds.get(channel);
  }

  /** Follows a channel of which events up to {@code seq} are known; -1 for none. */
  Feed add(String channel, long seq) {
    Feed feed = new Feed(channel, seq);
    feeds.put(feed);
    added.add(channel);
    removed.remove(channel);
    return feed;
  }

  /** Nobody wants the channel any more, which may be for a moment only. */
  void unwanted(Feed feed, int nowSeconds) {
    feed.unwantedSince = nowSeconds;
    unwanted.add(new Unwanted(feed, nowSeconds));
  }

  /** Gives up what nobody has wanted since then. */
  void giveUp(int untilSeconds) {
    for (Unwanted oldest = unwanted.peek();
        oldest != null && oldest.since() - untilSeconds <= 0;
        oldest = unwanted.peek()) {
      unwanted.remove();
      Feed feed = oldest.feed();
      // It may have been wanted meanwhile, and be there once more with a later time.
      if (!feed.isWanted()
          && feed.unwantedSince == oldest.since()
          && feeds.get(feed.high(), feed.low()) == feed) {
        remove(feed);
      }
    }
  }

  private void remove(Feed feed) {
    feeds.remove(feed.high(), feed.low());
    String channel = feed.id();
    if (!added.remove(channel)) {
      removed.add(channel);
    }
  }

  /** Somebody claims the partition. */
  void claimed(String claimant, long claimedEpoch) {
    if (claimedEpoch > epoch) {
      owner = claimant;
      epoch = claimedEpoch;
      stateWhole();
    }
  }

  private void stateWhole() {
    whole = true;
    confirming = false;
    flush();
  }

  /** Sends what has changed of the interest, unless an answer is awaited. */
  void flush() {
    if (owner == null || confirming || !(whole || !added.isEmpty() || !removed.isEmpty())) {
      return;
    }
    List<Mark> marks = new ArrayList<>();
    if (whole) {
      feeds.forEach(feed -> marks.add(new Mark(feed.id(), feed.seq)));
    } else {
      added.forEach(channel -> marks.add(new Mark(channel, feeds.get(channel).seq)));
    }
    long base = whole ? -1 : version;
    version++;
    bus.send(
        Addresses.interest(owner),
        new Interest(
            partition,
            epoch,
            node,
            version,
            base,
            marks,
            whole ? List.of() : List.copyOf(removed),
            whole && everConfirmed ? offset : -1));
    added.clear();
    removed.clear();
    confirming = true;
    asked = System.nanoTime();
  }

  void confirmed(Confirmed answer) {
    if (answer.epoch() != epoch || !node.equals(answer.node())) {
      return;
    }
    heard = System.nanoTime();
    if (answer.version() == -1) {
      stateWhole();
      return;
    }
    if (!confirming || answer.version() != version) {
      return;
    }
    if (!whole && answer.number() != number) {
      // A batch was lost before this answer.
      stateWhole();
      return;
    }
    whole = false;
    confirming = false;
    everConfirmed = true;
    number = answer.number();
    offset = answer.offset();
    if (answer.membersLost()) {
      output.membersLost();
    }
    answer.missed().forEach(this::deliver);
    answer.heads().forEach(this::head);
    flush();
  }

  private void head(Head head) {
    Feed feed = feeds.get(head.channel());
    if (feed == null) {
      return;
    }
    boolean behind = feed.seq >= 0 && feed.seq < head.seq();
    if (feed.seq < head.seq()) {
      feed.seq = head.seq();
      feed.n = head.n();
    }
    if (behind && !head.complete()) {
      output.lost(feed);
    }
    if (!feed.confirmed) {
      feed.confirmed = true;
      if (feed.n == 0) {
        feed.n = head.n();
      }
      output.confirmed(feed);
    }
  }

  void batch(Batch batch) {
    if (batch.epoch() != epoch) {
      return;
    }
    heard = System.nanoTime();
    if (whole) {
      return;
    }
    boolean heartbeat = batch.events().isEmpty();
    if (heartbeat ? batch.number() == number : batch.number() == number + 1) {
      number = batch.number();
      offset = Math.max(offset, batch.offset());
      batch.events().forEach(this::deliver);
    } else if (batch.number() > number) {
      stateWhole();
    }
  }

  private void deliver(FeedEvent event) {
    Feed feed = feeds.get(event.channel());
    if (feed == null) {
      if (event.members() != null) {
        output.event(event);
      }
      return;
    }
    if (feed.seq < 0) {
      // The head is not known yet: the owner's answer will include this event.
      if (event.members() != null) {
        output.event(event);
      }
    } else if (event.seq() == feed.seq + 1) {
      feed.seq = event.seq();
      feed.n = event.n();
      output.event(event);
    } else if (event.seq() > feed.seq && feed.confirmed) {
      stateWhole();
    }
  }

  /** Once a second: repeats what got no answer, and notices an owner that has fallen silent. */
  void tick() {
    long now = System.nanoTime();
    if (owner == null) {
      return;
    }
    if (confirming) {
      if (now - asked > CONFIRM_WITHIN_NANOS) {
        stateWhole();
      }
    } else if (now - heard > SILENCE_NANOS) {
      heard = now;
      stateWhole();
    }
  }
}
