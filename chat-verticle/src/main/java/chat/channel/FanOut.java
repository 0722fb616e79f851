package chat.channel;

import chat.bus.Addresses;
import chat.delivery.DeliveryMessages.Batch;
import chat.delivery.DeliveryMessages.Confirmed;
import chat.delivery.DeliveryMessages.Interest;
import chat.delivery.DeliveryMessages.Typing;
import chat.delivery.FeedEvent;
import chat.id.IdTable;
import chat.id.Identified;
import chat.id.Ids;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

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
  private final IdTable<Wanted> wanted = new IdTable<>();

  private static final class Stream {
    final String node;

    /** Itself: what most channels are wanted by, so that they share one array. */
    final Stream[] alone = {this};

    List<FeedEvent> pending = new ArrayList<>();
    long version;
    long number;
    long heard;

    Stream(String node) {
      this.node = node;
    }
  }

  /** A channel that nodes want. There may be a million, so its identifier is kept as bits. */
  private static final class Wanted implements Identified {
    private final long high;
    private final long low;
    private Stream[] by;

    Wanted(String channel, Stream first) {
      this.high = Ids.high(channel);
      this.low = Ids.low(channel);
      this.by = first.alone;
    }

    @Override
    public long high() {
      return high;
    }

    @Override
    public long low() {
      return low;
    }

    void add(Stream stream) {
      if (!Arrays.asList(by).contains(stream)) {
        by = Arrays.copyOf(by, by.length + 1);
        by[by.length - 1] = stream;
      }
    }

    /** Returns whether nobody is left. */
    boolean remove(Stream stream) {
      if (!Arrays.asList(by).contains(stream)) {
        return false;
      }
      if (by.length == 1) {
        return true;
      }
      Stream[] left = Arrays.stream(by).filter(each -> each != stream).toArray(Stream[]::new);
      by = left.length == 1 ? left[0].alone : left;
      return false;
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
      wanted.removeIf(channel -> channel.remove(stream));
    } else if (interest.base() != stream.version) {
      send(
          stream,
          new Confirmed(
              partition, epoch, stream.node, -1, stream.number, -1, List.of(), List.of(), false));
      return false;
    }
    interest.added().forEach(mark -> add(stream, mark.channel()));
    interest.removed().forEach(channel -> remove(stream, channel));
    stream.version = interest.version();
    return true;
  }

  private void add(Stream stream, String channel) {
    Wanted known = wanted.get(channel);
    if (known != null) {
      known.add(stream);
    } else if (Ids.isExact(channel)) {
      wanted.put(new Wanted(channel, stream));
    }
  }

  private void remove(Stream stream, String channel) {
    Wanted known = wanted.get(channel);
    if (known != null && known.remove(stream)) {
      wanted.remove(known.high(), known.low());
    }
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
    Wanted channel = wanted.get(event.channel());
    if (channel != null) {
      for (Stream stream : channel.by) {
        stream.pending.add(event);
      }
    }
  }

  /** Passes on to those who want the channel that somebody is writing there. */
  void pass(Typing typing) {
    Wanted channel = wanted.get(typing.channel());
    if (channel != null) {
      for (Stream stream : channel.by) {
        send(stream, typing);
      }
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
        wanted.removeIf(channel -> channel.remove(stream));
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
