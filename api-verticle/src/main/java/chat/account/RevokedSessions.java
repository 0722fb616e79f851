package chat.account;

import chat.bus.Addresses;
import chat.bus.SessionRevoked;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that have ended while an access token of theirs may still be valid: those tokens are
 * refused at once. Learnt from the event bus, and at the start from the database; kept as long as
 * an access token lives. A node that misses the event (it was cut off) refuses when the token
 * expires.
 *
 * <p>Thread-safe.
 */
public final class RevokedSessions implements AutoCloseable {
  private static final int MAX = 1_000_000;

  private final Vertx vertx;
  private final Clock clock;
  private final Duration tokenLife;
  private final Map<String, Long> until = new ConcurrentHashMap<>();
  private final MessageConsumer<SessionRevoked> consumer;
  private final long timer;

  public RevokedSessions(Vertx vertx, Clock clock, Duration tokenLife) {
    this.vertx = vertx;
    this.clock = clock;
    this.tokenLife = tokenLife;
    this.consumer =
        vertx.eventBus().consumer(Addresses.SESSIONS_REVOKED, event -> add(event.body().session()));
    this.timer = vertx.setPeriodic(10_000, id -> forget());
  }

  /** Learns what ended before this node started; call on a virtual thread. */
  public void load(Sessions sessions) {
    sessions.endedWithin(tokenLife).forEach(ended -> add(ended.session()));
  }

  /** Tells every node that the session has ended; in this process it holds when this returns. */
  public void publish(String user, String session) {
    add(session);
    vertx.eventBus().publish(Addresses.SESSIONS_REVOKED, new SessionRevoked(user, session));
  }

  /** Whether it is known to have ended. */
  public boolean contains(String session) {
    return until.containsKey(session);
  }

  private void add(String session) {
    if (until.size() < MAX) {
      until.put(session, clock.millis() + tokenLife.toMillis() + 10_000);
    }
  }

  private void forget() {
    long now = clock.millis();
    until.values().removeIf(end -> end < now);
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    consumer.unregister();
  }
}
