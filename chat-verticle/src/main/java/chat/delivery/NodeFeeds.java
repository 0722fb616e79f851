package chat.delivery;

import chat.bus.Addresses;
import chat.bus.News;
import chat.bus.ReadsAdvanced;
import chat.bus.SessionRevoked;
import chat.delivery.DeliveryMessages.Alive;
import chat.delivery.DeliveryMessages.Batch;
import chat.delivery.DeliveryMessages.Confirmed;
import chat.delivery.DeliveryMessages.Typing;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.store.ReadPositions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings the events of all channels that this node's connections want to its event loops: whole, in
 * order, each once. One verticle a node; the public methods may be called from any thread, and
 * calls of one thread take effect in their order.
 */
public final class NodeFeeds extends VerticleBase {
  private static final long TICK_MILLIS = 1_000;
  private static final int KEEP_UNWANTED_SECONDS = 30;

  /** A channel's loops are the bits of a word. */
  public static final int MOST_SUBSCRIBERS = Long.SIZE;

  private static final long FORGET_REQUEST_NANOS = 10_000_000_000L;

  private final String node;
  private final Partitions partitions;
  private final OwnerDirectory owners;
  private final ReadFeed reads;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final AtomicInteger connected = new AtomicInteger();
  private final Set<Request> requests = new LinkedHashSet<>();

  /** Which requests wait for a channel, so that a confirmation looks at no other. */
  private final Map<Feed, List<Request>> waiting = new HashMap<>();

  /** Requests that wait for nothing but the node's first contact with all owners. */
  private final List<Request> whole = new ArrayList<>();

  private final PartitionFeed[] feeds;
  private List<FeedEvent> outgoing = new ArrayList<>();
  private Context context;

  private static final class Request {
    final Subscriber subscriber;
    final long id;
    final Map<String, Feed> channels;
    final long since = System.nanoTime();

    /** Channels that their owners have still to confirm. */
    int unconfirmed;

    Request(Subscriber subscriber, long id, int channels) {
      this.subscriber = subscriber;
      this.id = id;
      this.channels = HashMap.newHashMap(channels);
    }
  }

  /**
   * A verticle to be deployed once, on an event loop.
   *
   * @param node this incarnation of the process
   * @param reads is asked for positions that come late
   */
  public NodeFeeds(
      String node,
      Partitions partitions,
      OwnerDirectory owners,
      ReadPositions reads,
      MeterRegistry metrics) {
    this.node = node;
    this.partitions = partitions;
    this.owners = owners;
    this.reads = new ReadFeed(partitions, reads::now, this::tell);
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
        Addresses.READS_ADVANCED, message -> reads.heard(message.body().entries()));
    bus.<News>consumer(
        Addresses.NEWS, message -> subscribers.forEach(each -> each.news(message.body())));
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

  private void tell(List<ReadLog.Position> positions) {
    subscribers.forEach(each -> each.readsAdvanced(positions));
  }

  private void claimed(int partition, OwnerDirectory.Owner owner) {
    feeds[partition].claimed(owner.node(), owner.epoch());
  }

  /** Tells the others in the channel that somebody is writing, unless its owner is not known. */
  public void typing(String channel, String user, byte[] frame) {
    int partition = partitions.of(channel);
    OwnerDirectory.Owner owner = owners.ownerOf(partition);
    if (owner != null) {
      vertx
          .eventBus()
          .send(Addresses.typing(owner.node()), new Typing(partition, channel, user, frame));
    }
  }

  /** Whether every partition has an owner that has confirmed this node's interest once. */
  public boolean isReady() {
    return connected.get() == feeds.length;
  }

  /**
   * Adds an event loop; it gets all events from now on.
   *
   * @throws IllegalStateException if there are 64 already
   */
  public synchronized void subscribe(Subscriber subscriber) {
    if (subscribers.size() == MOST_SUBSCRIBERS) {
      throw new IllegalStateException("at most " + MOST_SUBSCRIBERS + " event loops");
    }
    subscribers.add(subscriber);
  }

  /**
   * Follows {@code channels}, which are exact identifiers, for the loop, until {@link #unfollow};
   * answered by {@link Subscriber#following} once the owners have confirmed, or never if they do
   * not within 10 s.
   */
  public void follow(Subscriber subscriber, long request, Set<String> channels) {
    context.runOnContext(
        turn -> {
          int loop = subscribers.indexOf(subscriber);
          Request asked = new Request(subscriber, request, channels.size());
          requests.add(asked);
          for (String channel : channels) {
            Feed feed = wanted(channel, -1);
            feed.add(loop);
            asked.channels.put(channel, feed);
            if (!feed.confirmed) {
              asked.unconfirmed++;
              waiting.computeIfAbsent(feed, f -> new ArrayList<>(2)).add(asked);
            }
          }
          if (asked.unconfirmed == 0) {
            whole.add(asked);
          }
          flush();
          answer();
        });
  }

  /** Follows a channel of which the loop has just been given the event {@code seq}. */
  public void followFrom(Subscriber subscriber, String channel, long seq) {
    context.runOnContext(
        turn -> {
          wanted(channel, seq).add(subscribers.indexOf(subscriber));
          flush();
        });
  }

  /** The loop has no connection any more that wants the channel. */
  public void unfollow(Subscriber subscriber, Set<String> channels) {
    context.runOnContext(
        turn -> {
          int loop = subscribers.indexOf(subscriber);
          for (String channel : channels) {
            PartitionFeed partition = partitionOf(channel);
            Feed feed = partition.get(channel);
            if (feed != null && feed.remove(loop)) {
              partition.unwanted(feed, seconds());
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
      case Typing typing -> subscribers.forEach(each -> each.typing(typing));
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

  private void confirmed(Feed feed) {
    List<Request> all = waiting.remove(feed);
    if (all != null) {
      for (Request request : all) {
        request.unconfirmed--;
        if (request.unconfirmed == 0) {
          whole.add(request);
        }
      }
    }
  }

  /** Answers the requests whose channels are all confirmed. */
  private void answer() {
    if (whole.isEmpty() || !countConnected()) {
      return;
    }
    for (Request request : whole) {
      if (requests.remove(request)) {
        request.subscriber.following(request.id, heads(request.channels));
      }
    }
    whole.clear();
  }

  private static Map<String, Subscriber.Head> heads(Map<String, Feed> channels) {
    Map<String, Subscriber.Head> heads = HashMap.newHashMap(channels.size());
    channels.forEach((channel, feed) -> heads.put(channel, new Subscriber.Head(feed.seq, feed.n)));
    return heads;
  }

  private static int seconds() {
    return (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
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
      partition.giveUp(seconds() - KEEP_UNWANTED_SECONDS);
      partition.flush();
      if (partition.owner() != null) {
        distinct.add(partition.owner());
      }
    }
    forgetRequests(now);
    countConnected();
    distinct.forEach(owner -> vertx.eventBus().send(Addresses.alive(owner), new Alive(node)));
  }

  private void forgetRequests(long now) {
    if (requests.removeIf(request -> now - request.since > FORGET_REQUEST_NANOS)) {
      whole.removeIf(request -> !requests.contains(request));
      waiting.values().forEach(all -> all.removeIf(request -> !requests.contains(request)));
      waiting.values().removeIf(List::isEmpty);
    }
  }

  private final class Output implements PartitionFeed.Output {
    @Override
    public void confirmed(Feed feed) {
      NodeFeeds.this.confirmed(feed);
    }

    @Override
    public void event(FeedEvent event) {
      outgoing.add(event);
    }

    @Override
    public void lost(Feed feed) {
      deliver();
      subscribers.forEach(each -> each.lost(feed.id()));
    }

    @Override
    public void membersLost() {
      subscribers.forEach(Subscriber::membersLost);
    }
  }
}
