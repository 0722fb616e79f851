package chat.sockjs;

import java.time.Duration;

/**
 * What a conversation may cost and how long it may take.
 *
 * @param fullBytes that may wait for a client before its socket is full
 * @param firstBytes that a client may send at once, until the application accepts more
 * @param away that a client may take between two requests before it is given up
 * @param heartbeat after which a silent response carries a heartbeat, which keeps proxies patient
 *     and ends a poll
 * @param stalled that a response may take to make room before its client counts as not reading
 * @param stream that a streaming response lasts: its client comes back with the next at once,
 *     unless it has died unseen
 */
public record SockJsLimits(
    int fullBytes,
    int firstBytes,
    Duration away,
    Duration heartbeat,
    Duration stalled,
    Duration stream) {

  private static final int DEFAULT_FULL_BYTES = 64 << 10;
  private static final int DEFAULT_FIRST_BYTES = 16 << 10;

  /** The times that SockJS servers have by custom. */
  public static final SockJsLimits DEFAULT =
      new SockJsLimits(
          DEFAULT_FULL_BYTES,
          DEFAULT_FIRST_BYTES,
          Duration.ofSeconds(5),
          Duration.ofSeconds(25),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2));

  /** Refuses what cannot work, naming the field. */
  public SockJsLimits {
    positive("fullBytes", fullBytes);
    positive("firstBytes", firstBytes);
    positive("away", away.toMillis());
    positive("heartbeat", heartbeat.toMillis());
    positive("stalled", stalled.toMillis());
    positive("stream", stream.toMillis());
  }

  private static void positive(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " must be at least 1, is " + value);
    }
  }

  /** With another bound for what may wait. */
  public SockJsLimits withFullBytes(int bytes) {
    return new SockJsLimits(bytes, firstBytes, away, heartbeat, stalled, stream);
  }

  /** With another bound for what is sent at once at first. */
  public SockJsLimits withFirstBytes(int bytes) {
    return new SockJsLimits(fullBytes, bytes, away, heartbeat, stalled, stream);
  }

  /** With another time to come back in. */
  public SockJsLimits withAway(Duration time) {
    return new SockJsLimits(fullBytes, firstBytes, time, heartbeat, stalled, stream);
  }

  /** With other times of a response. */
  public SockJsLimits withTimes(Duration heartbeat, Duration stalled, Duration stream) {
    return new SockJsLimits(fullBytes, firstBytes, away, heartbeat, stalled, stream);
  }
}
