package chat.bus;

import chat.protocol.Message;
import java.util.List;

/** What nodes and the owners of partitions tell each other. */
public final class OwnerMessages {
  private OwnerMessages() {}

  /**
   * What a node owns now. A claim of a higher epoch ends all lower ones.
   *
   * @param node the incarnation of the process that owns
   */
  public record Claims(String node, List<Claim> claims) implements BusMessage {}

  /**
   * One partition.
   *
   * @param busy its backlog is full: sends are to be refused for now
   */
  public record Claim(int partition, long epoch, boolean busy) {}

  /** Asks all owners to publish their claims now. */
  public record ClaimsWanted(String node) implements BusMessage {}

  /** Asks the owner for what of a channel is decided but not yet stored. */
  public record TailWanted(int partition, String channel) implements BusMessage {}

  /**
   * The answer: everything up to {@code storedSeq} is in the store; {@code tail} has the messages
   * after it, ascending. {@code seq} and {@code n} are the channel's heads.
   */
  public record Tail(
      String channel, long epoch, long seq, long n, long storedSeq, List<Message> tail)
      implements BusMessage {}
}
