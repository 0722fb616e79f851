package chat.client;

import java.time.Duration;

/**
 * Limits and times of a client; {@link #DEFAULTS} suits people, bots may want longer queues.
 *
 * @param requestTimeout for one REST request, from connecting to the last byte
 * @param signInTimeout from opening a socket to {@code ready}
 * @param answerTimeout after which an unanswered send is repeated under the same id; longer than
 *     the 10 s in which the server itself gives up
 * @param sendTimeout after which a send fails as {@code outcome-unknown}
 * @param pingInterval after this much silence a ping is sent; after twice as much the socket is
 *     taken for dead
 * @param reconnectBase the first reconnect happens within this time
 * @param reconnectMax no reconnect waits longer, unless the server asks for it
 * @param maxWaitingSends more are refused as {@code overloaded}
 * @param maxInFlight sends under way on a socket without an answer yet
 * @param sendsPerSecond that are written on average; faster than the server's limit, it would close
 *     the socket
 * @param sendBurst that may be written at once after a pause
 * @param maxHeldEvents events of one channel kept while an earlier one is missing; later ones are
 *     dropped and fetched again
 * @param parallelCatchUps channels that are caught up at the same time
 */
public record ChatOptions(
    Duration requestTimeout,
    Duration signInTimeout,
    Duration answerTimeout,
    Duration sendTimeout,
    Duration pingInterval,
    Duration reconnectBase,
    Duration reconnectMax,
    int maxWaitingSends,
    int maxInFlight,
    int sendsPerSecond,
    int sendBurst,
    int maxHeldEvents,
    int parallelCatchUps) {

  public static final ChatOptions DEFAULTS =
      new ChatOptions(
          Duration.ofSeconds(20),
          Duration.ofSeconds(15),
          Duration.ofSeconds(12),
          Duration.ofMinutes(5),
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          1_000,
          100,
          40,
          150,
          500,
          4);

  /** These options with other times between reconnects. */
  public ChatOptions withReconnect(Duration base, Duration max) {
    return new ChatOptions(
        requestTimeout,
        signInTimeout,
        answerTimeout,
        sendTimeout,
        pingInterval,
        base,
        max,
        maxWaitingSends,
        maxInFlight,
        sendsPerSecond,
        sendBurst,
        maxHeldEvents,
        parallelCatchUps);
  }

  /** These options with other times for sends. */
  public ChatOptions withSendTimes(Duration answer, Duration whole) {
    return new ChatOptions(
        requestTimeout,
        signInTimeout,
        answer,
        whole,
        pingInterval,
        reconnectBase,
        reconnectMax,
        maxWaitingSends,
        maxInFlight,
        sendsPerSecond,
        sendBurst,
        maxHeldEvents,
        parallelCatchUps);
  }

  /** These options with other limits on what waits. */
  public ChatOptions withQueues(int waitingSends, int inFlight, int heldEvents) {
    return new ChatOptions(
        requestTimeout,
        signInTimeout,
        answerTimeout,
        sendTimeout,
        pingInterval,
        reconnectBase,
        reconnectMax,
        waitingSends,
        inFlight,
        sendsPerSecond,
        sendBurst,
        heldEvents,
        parallelCatchUps);
  }

  /** These options for a server that allows another rate. */
  public ChatOptions withRate(int perSecond, int burst) {
    return new ChatOptions(
        requestTimeout,
        signInTimeout,
        answerTimeout,
        sendTimeout,
        pingInterval,
        reconnectBase,
        reconnectMax,
        maxWaitingSends,
        maxInFlight,
        perSecond,
        burst,
        maxHeldEvents,
        parallelCatchUps);
  }
}
