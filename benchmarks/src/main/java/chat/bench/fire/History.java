package chat.bench.fire;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was done and seen in one run. All times are nanoseconds of one monotonic clock. Every client
 * is a member of every channel from before the first message until the end, and nothing but these
 * messages happens in the channels meanwhile.
 *
 * @param windows one after the other without a gap
 * @param busy channels with a steady stream, in which a pause means something
 * @param stored each channel's history as read at the end, in the order of the answer A channel
 *     that could not be read is missing and among the troubles
 * @param changes the same by {@code changes} from the beginning
 * @param troubles what the cell did not recover from by itself
 */
public record History(
    List<Window> windows,
    Set<String> busy,
    List<Submission> submissions,
    Map<String, List<Entry>> stored,
    Map<String, List<Entry>> changes,
    List<View> views,
    List<Trouble> troubles) {

  /**
   * The time of one fault.
   *
   * @param settling when the fault was over and the cell well: what was acknowledged before must be
   *     with everybody at the window's end
   * @param late whether what nodes tell each other may be held up in it, and then come behind what
   *     is newer
   */
  public record Window(String fault, long from, long settling, long to, boolean late) {}

  /** A message that a client wanted to send; {@code key} is unique and travels as its text. */
  public record Submission(long key, String channel, long at, Outcome outcome) {}

  /** What the client was told in the end. */
  public sealed interface Outcome {
    /** It is durable and has its place. */
    record Acknowledged(long seq, long n, String id, long at) implements Outcome {}

    /** The client gave up, or was refused for good. */
    record Failed(String why, long at) implements Outcome {}

    /** Nothing, until the end of the run. */
    record Unanswered() implements Outcome {}
  }

  /** A message in its place. {@code key} is -1 if its text is none of ours. */
  public record Entry(long seq, long n, String id, long key) {}

  /**
   * What one client saw, in its order.
   *
   * @param readAtEnd by channel up to where its user has read, as a sign-in says that came after
   *     all of this; empty if there could be none, which is among the troubles
   */
  public record View(
      String client, List<Delivery> deliveries, List<ReadTold> reads, Map<String, Long> readAtEnd) {
    View withReadAtEnd(Map<String, Long> positions) {
      return new View(client, deliveries, reads, positions);
    }
  }

  /** A message came. */
  public record Delivery(String channel, Entry entry, long at) {}

  /** The client was told up to where its user has read a channel. */
  public sealed interface ReadTold {
    String channel();

    long at();

    /** By {@code ready}; {@code n} is {@code null} if the server could not tell just then. */
    record SigningIn(String channel, Long n, long at) implements ReadTold {}

    /** Later, on the same socket. */
    record Live(String channel, long n, long at) implements ReadTold {}
  }

  /** Something that should be well again and is not. */
  public record Trouble(String what, long at) {}
}
