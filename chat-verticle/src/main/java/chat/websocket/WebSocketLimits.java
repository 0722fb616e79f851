package chat.websocket;

import java.time.Duration;

/**
 * What connections of a loop may cost and how long they may take. Shared by all of them.
 *
 * @param maxMessageBytes payload of one message, all its fragments together, until the owner sets
 *     another bound; a longer one fails the connection with 1009
 * @param highWaterBytes that may wait to be written; from there on the connection is full, and
 *     nothing more is read from it until half of that has been written
 * @param pingAfter a peer of which nothing has been heard for that long is pinged; it may take
 *     twice as long until that is noticed
 * @param pongWithin how long a peer that was pinged may stay silent before it counts as gone
 * @param closeWithin how long the peer may take for its part of the close handshake
 * @param stallWithin how long a connection may stay full without a break before {@link
 *     WebSocketConnection.Listener#stalled}
 * @param flushWithin how long a busy loop may keep frames back to write several at once
 */
public record WebSocketLimits(
    int maxMessageBytes,
    int highWaterBytes,
    Duration pingAfter,
    Duration pongWithin,
    Duration closeWithin,
    Duration stallWithin,
    Duration flushWithin) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** The bounds that fit a chat: 1 MiB a message, 64 KiB unwritten, gone after a minute. */
  public static final WebSocketLimits DEFAULT =
      new WebSocketLimits(
          1 << 20,
          64 << 10,
          Duration.ofSeconds(40),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMillis(5));

  /** Refuses what cannot work, naming the field. */
  public WebSocketLimits {
    atLeast("maxMessageBytes", maxMessageBytes, 1);
    atLeast("highWaterBytes", highWaterBytes, 1024);
    between("pingAfter", pingAfter);
    between("pongWithin", pongWithin);
    between("closeWithin", closeWithin);
    between("stallWithin", stallWithin);
    if (flushWithin.isNegative() || flushWithin.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException("flushWithin must be from 0 to 1 s, is " + flushWithin);
    }
  }

  private static void atLeast(String field, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(field + " must be at least " + least + ", is " + value);
    }
  }

  private static void between(String field, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(field + " must be from 1 ms to 1 h, is " + value);
    }
  }
}
