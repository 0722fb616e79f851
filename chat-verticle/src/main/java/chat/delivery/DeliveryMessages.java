package chat.delivery;

import chat.bus.Bus;
import chat.bus.BusMessage;
import io.vertx.core.Vertx;
import java.util.List;

/** What owners of partitions and nodes with connections tell each other to deliver events. */
public final class DeliveryMessages {
  private DeliveryMessages() {}

  /** Registers the codecs; once per {@link Vertx}. */
  public static void install(Vertx vertx) {
    Bus.register(vertx.eventBus(), Batch.class);
    Bus.register(vertx.eventBus(), Interest.class);
    Bus.register(vertx.eventBus(), Confirmed.class);
    Bus.register(vertx.eventBus(), Alive.class);
    Bus.register(vertx.eventBus(), Typing.class);
  }

  /**
   * Events of a partition for one node, in order.
   *
   * @param number counts the batches to this node in this epoch, from 1; a heartbeat has no events
   *     and repeats the last number
   * @param offset everything up to it has been decided and, as far as it concerns the node, sent
   */
  public record Batch(int partition, long epoch, long number, long offset, List<FeedEvent> events)
      implements BusMessage {}

  /**
   * Which channels of a partition a node's connections belong to.
   *
   * @param version of the node's set after this message
   * @param base the version that {@code added} and {@code removed} build on, or -1 if {@code added}
   *     is the whole set
   * @param offset up to where the node knows all changes of members, or -1 if it had no connections
   *     before
   */
  public record Interest(
      int partition,
      long epoch,
      String node,
      long version,
      long base,
      List<Mark> added,
      List<String> removed,
      long offset)
      implements BusMessage {}

  /** A channel, and the last {@code seq} of it that the node has, or -1 for none. */
  public record Mark(String channel, long seq) {}

  /**
   * The owner has taken an {@link Interest}: from batch {@code number} on, nothing is missing.
   *
   * @param version of the node's set that the owner has; -1 asks for the whole set again
   * @param heads of the added channels
   * @param missed the events of added channels after their marks, and changes of members after the
   *     node's offset, in order
   * @param membersLost there may have been changes of members that the owner no longer has
   */
  public record Confirmed(
      int partition,
      long epoch,
      String node,
      long version,
      long number,
      long offset,
      List<Head> heads,
      List<FeedEvent> missed,
      boolean membersLost)
      implements BusMessage {}

  /**
   * Where a channel stands.
   *
   * @param complete all events after the node's mark are in {@code missed}; if not, connections
   *     must fetch what changed
   */
  public record Head(String channel, long seq, long n, boolean complete) {}

  /**
   * A user is writing: goes from a node to the owner, and from there to the nodes with connections
   * that want the channel. May get lost.
   *
   * @param frame the socket frame in JSON
   */
  public record Typing(int partition, String channel, String user, byte[] frame)
      implements BusMessage {}

  /** The node is there and wants to go on receiving. */
  public record Alive(String node) implements BusMessage {}
}
