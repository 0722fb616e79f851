package chat.delivery;

import chat.bus.Addresses;
import chat.bus.ReadsAdvanced;
import chat.bus.SessionRevoked;
import chat.delivery.DeliveryMessages.Alive;
import chat.delivery.DeliveryMessages.Batch;
import chat.delivery.DeliveryMessages.Confirmed;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings the events of all channels that this node's connections want to its event loops: whole, in
 * order, each once. One verticle a node; the public methods may be called from any thread, and
 * calls of one thread take effect in their order.
 */
public final class NodeFeeds extends VerticleBase {
  private static final long TICK_MILLIS = 1_000;
  private static final long KEEP_UNWANTED_NANOS = 30_000_000_000L;
  private static final long FORGET_REQUEST_NANOS = 10_000_000_000L;

  private final String node;
  private final Partitions partitions;
  private final OwnerDirectory owners;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final AtomicInteger connected = new AtomicInteger();
  private final Set<Request> requests = new HashSet<>();
  private final PartitionFeed[] feeds;
  private List<FeedEvent> outgoing = new ArrayList<>();
  private Context context;

  private static final class Request {
    final Subscriber subscriber;
    final long id;
    final Set<String> channels;
    final long since = System.nanoTime();

    Request(Subscriber subscriber, long id, Set<String> channels) {
      this.subscriber = subscriber;
      this.id = id;
      this.channels = channels;
    }
  }

  /**
   * A verticle to be deployed once, on an event loop.
   *
   * @param node this incarnation of the process
   */
  public NodeFeeds(
      String node, Partitions partitions, OwnerDirectory owners, MeterRegistry metrics) {
    this.node = node;
    this.partitions = partitions;
    this.owners = owners;
    this.feeds = new PartitionFeed[partitions.count()];
    metrics.gauge("chat_feeds_connected", connected);
  }

  @Override
  public Future<?> start() {
    context = vertx.getOrCreateContext();
    EventBus bus = vertx.eventBus();
    for (int partition = 0; partition < feeds.length; partition++) {
      feeds[partition] = new PartitionFeed(bus, node, partition, new Output());
    }
    bus.consumer(Addresses.events(node), message -> take(message.body()));
    bus.<SessionRevoked>consumer(
        Addresses.SESSIONS_REVOKED,
        message -> subscribers.forEach(each -> each.revoked(message.body())));
    bus.<ReadsAdvanced>consumer(
        Addresses.READS_ADVANCED,
        message -> subscribers.forEach(each -> each.readsAdvanced(message.body())));
    owners.onChange((partition, owner) -> context.runOnContext(v -> claimed(partition, owner)));
    for (int partition = 0; partition < feeds.length; partition++) {
      OwnerDirectory.Owner owner = owners.ownerOf(partition);
      if (owner != null) {
        claimed(partition, owner);
      }
    }
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    return Future.succeededFuture();
  }

  private void claimed(int partition, OwnerDirectory.Owner owner) {
    feeds[partition].claimed(owner.node(), owner.epoch());
  }

  /** Whether every partition has an owner that has confirmed this node's interest once. */
  public boolean isReady() {
    return connected.get() == feeds.length;
  }

  /** Adds an event loop; it gets all events from now on. */
  public void subscribe(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  /**
   * Follows {@code channels} for the loop, until {@link #unfollow}; answered by {@link
   * Subscriber#following} once the owners have confirmed, or never if they do not within 10 s.
   */
  public void follow(Subscriber subscriber, long request, Set<String> channels) {
    context.runOnContext(
        turn -> {
          for (String channel : channels) {
            wanted(channel, -1).subscribers.add(subscriber);
          }
          requests.add(new Request(subscriber, request, channels));
          flush();
          answer();
        });
  }

  /** Follows a channel of which the loop has just been given the event {@code seq}. */
  public void followFrom(Subscriber subscriber, String channel, long seq) {
    context.runOnContext(
        turn -> {
          wanted(channel, seq).subscribers.add(subscriber);
          flush();
        });
  }

  /** The loop has no connection any more that wants the channel. */
  public void unfollow(Subscriber subscriber, Set<String> channels) {
    context.runOnContext(
        turn -> {
          for (String channel : channels) {
            Feed feed = partitionOf(channel).get(channel);
            if (feed != null && feed.subscribers.remove(subscriber)) {
              feed.unwantedSince = System.nanoTime();
            }
          }
        });
  }

  private Feed wanted(String channel, long seq) {
    PartitionFeed partition = partitionOf(channel);
    Feed feed = partition.get(channel);
    return feed != null ? feed : partition.add(channel, seq);
  }

  private PartitionFeed partitionOf(String channel) {
    return feeds[partitions.of(channel)];
  }

  private void take(Object message) {
    switch (message) {
      case Batch batch when isKnown(batch.partition()) -> feeds[batch.partition()].batch(batch);
      case Confirmed answer when isKnown(answer.partition()) ->
          feeds[answer.partition()].confirmed(answer);
      default -> {}
    }
    deliver();
    answer();
  }

  private boolean isKnown(int partition) {
    return partition >= 0 && partition < feeds.length;
  }

  private void deliver() {
    if (!outgoing.isEmpty()) {
      List<FeedEvent> events = outgoing;
      outgoing = new ArrayList<>();
      subscribers.forEach(each -> each.deliver(events));
    }
  }

  /** Answers the requests whose channels are all confirmed. */
  private void answer() {
    if (requests.isEmpty() || !countConnected()) {
      return;
    }
    for (Iterator<Request> all = requests.iterator(); all.hasNext(); ) {
      Request request = all.next();
      Map<String, Subscriber.Head> heads = heads(request.channels);
      if (heads != null) {
        all.remove();
        request.subscriber.following(request.id, heads);
      }
    }
  }

  private Map<String, Subscriber.Head> heads(Set<String> channels) {
    Map<String, Subscriber.Head> heads = new HashMap<>();
    for (String channel : channels) {
      Feed feed = partitionOf(channel).get(channel);
      if (feed == null || !feed.confirmed) {
        return null;
      }
      heads.put(channel, new Subscriber.Head(feed.seq, feed.n));
    }
    return heads;
  }

  private boolean countConnected() {
    int count = 0;
    for (PartitionFeed feed : feeds) {
      count += feed.isConnected() ? 1 : 0;
    }
    connected.set(count);
    return count == feeds.length;
  }

  private void flush() {
    for (PartitionFeed feed : feeds) {
      feed.flush();
    }
  }

  private void tick() {
    long now = System.nanoTime();
    Set<String> distinct = new HashSet<>();
    for (PartitionFeed partition : feeds) {
      partition.tick();
      List<Feed> unwanted = new ArrayList<>();
      for (Feed feed : partition.all()) {
        if (feed.subscribers.isEmpty() && now - feed.unwantedSince > KEEP_UNWANTED_NANOS) {
          unwanted.add(feed);
        }
      }
      unwanted.forEach(partition::remove);
      partition.flush();
      if (partition.owner() != null) {
        distinct.add(partition.owner());
      }
    }
    requests.removeIf(request -> now - request.since > FORGET_REQUEST_NANOS);
    countConnected();
    distinct.forEach(owner -> vertx.eventBus().send(Addresses.alive(owner), new Alive(node)));
  }

  private final class Output implements PartitionFeed.Output {
    @Override
    public void event(FeedEvent event) {
      outgoing.add(event);
    }

    @Override
    public void lost(Feed feed) {
      deliver();
      subscribers.forEach(each -> each.lost(feed.channel));
    }

    @Override
    public void membersLost() {
      subscribers.forEach(Subscriber::membersLost);
    }
  }
}
