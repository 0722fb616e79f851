package chat.team;

import chat.bus.Bus;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Query;
import chat.bus.PresenceMessages.Statuses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the presence role who is online. While it can't tell, everybody's status is unknown:
 * presence is a hint, and no reason to fail a call.
 */
public final class PresenceQuery {
  static final String OFFLINE = "offline";
  private static final String UNKNOWN = "unknown";
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(PresenceQuery.class);

  private final Vertx vertx;

  public PresenceQuery(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Status by user; who is left out is offline. Call on a virtual thread. */
  Map<String, String> of(List<String> users) {
    if (users.isEmpty()) {
      return Map.of();
    }
    return Future.await(
        Bus.request(vertx, PresenceMessages.QUERY, new Query(users), Statuses.class, WITHIN)
            .map(Statuses::users)
            .onFailure(failure -> LOG.warn("presence is not known: {}", failure.toString()))
            .otherwise(
                failure -> users.stream().collect(Collectors.toMap(user -> user, u -> UNKNOWN))));
  }
}
