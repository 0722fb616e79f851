package chat.channel;

import chat.bus.Addresses;
import chat.delivery.DeliveryMessages.Batch;
import chat.delivery.DeliveryMessages.Confirmed;
import chat.delivery.DeliveryMessages.Interest;
import chat.delivery.DeliveryMessages.Mark;
import chat.delivery.FeedEvent;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends a partition's events to the nodes that want them: each event once a node, in numbered
 * batches. Changes of members go to every node, since the user may be anywhere.
 *
 * <p>Not thread-safe.
 */
final class FanOut {
  private static final long FORGET_AFTER_NANOS = 10_000_000_000L;

  private final EventBus bus;
  private final int partition;
  private final long epoch;
  private final Map<String, Stream> streams = new HashMap<>();
  private final Map<String, Set<Stream>> interested = new HashMap<>();

  private static final class Stream {
    final String node;
    final Set<String> channels = new HashSet<>();
    List<FeedEvent> pending = new ArrayList<>();
    long version;
    long number;
    long heard;

    Stream(String node) {
      this.node = node;
    }
  }

  FanOut(EventBus bus, int partition, long epoch) {
    this.bus = bus;
    this.partition = partition;
    this.epoch = epoch;
  }

  /**
   * Takes what a node says about its channels; from now on it gets their events.
   *
   * @return whether the message builds on what is known; if not, the node was asked for the whole
   */
  boolean take(Interest interest) {
    Stream stream = streams.computeIfAbsent(interest.node(), Stream::new);
    stream.heard = System.nanoTime();
    if (interest.base() == -1) {
      List.copyOf(stream.channels).forEach(channel -> remove(stream, channel));
    } else if (interest.base() != stream.version) {
      send(
          stream,
          new Confirmed(
              partition, epoch, stream.node, -1, stream.number, -1, List.of(), List.of(), false));
      return false;
    }
    for (Mark mark : interest.added()) {
      if (stream.channels.add(mark.channel())) {
        interested.computeIfAbsent(mark.channel(), c -> new HashSet<>()).add(stream);
      }
    }
    interest.removed().forEach(channel -> remove(stream, channel));
    stream.version = interest.version();
    return true;
  }

  private void remove(Stream stream, String channel) {
    stream.channels.remove(channel);
    interested.computeIfPresent(
        channel,
        (c, wanting) -> {
          wanting.remove(stream);
          return wanting.isEmpty() ? null : wanting;
        });
  }

  /** Sends what is pending for the node, then what {@code confirm} makes of the batch number. */
  void confirm(String node, java.util.function.LongFunction<Confirmed> confirm) {
    Stream stream = streams.get(node);
    if (stream != null) {
      flush(stream, -1);
      send(stream, confirm.apply(stream.number));
    }
  }

  /** Queues an event for those who want it, until the next {@link #flush}. */
  void add(FeedEvent event) {
    if (event.members() != null) {
      streams.values().forEach(stream -> stream.pending.add(event));
      return;
    }
    Set<Stream> wanting = interested.get(event.channel());
    if (wanting != null) {
      wanting.forEach(stream -> stream.pending.add(event));
    }
  }

  /** Sends what is queued; {@code offset} is the last that was decided. */
  void flush(long offset) {
    streams.values().forEach(stream -> flush(stream, offset));
  }

  private void flush(Stream stream, long offset) {
    if (!stream.pending.isEmpty()) {
      stream.number++;
      send(stream, new Batch(partition, epoch, stream.number, offset, stream.pending));
      stream.pending = new ArrayList<>();
    }
  }

  /** Tells every node the number of its last batch, so that none can be lost unnoticed. */
  void heartbeat(long offset) {
    long forget = System.nanoTime() - FORGET_AFTER_NANOS;
    for (Iterator<Stream> all = streams.values().iterator(); all.hasNext(); ) {
      Stream stream = all.next();
      if (stream.heard - forget < 0) {
        List.copyOf(stream.channels).forEach(channel -> remove(stream, channel));
        all.remove();
      } else {
        send(stream, new Batch(partition, epoch, stream.number, offset, List.of()));
      }
    }
  }

  /** The node is alive. */
  void heard(String node) {
    Stream stream = streams.get(node);
    if (stream != null) {
      stream.heard = System.nanoTime();
    }
  }

  private void send(Stream stream, Object message) {
    bus.send(Addresses.events(stream.node), message);
  }
}
