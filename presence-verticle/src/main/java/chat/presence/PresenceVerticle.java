package chat.presence;

import chat.bus.Bus;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Query;
import chat.bus.PresenceMessages.Statuses;
import chat.config.RedisConfig;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.store.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/**
 * Answers who is online, from Redis, for all nodes of the cell; while Redis is away with {@code
 * unavailable}. Deploy in each process with the role presence, with {@code
 * ThreadingModel.VIRTUAL_THREAD}.
 */
public final class PresenceVerticle extends VerticleBase {
  private static final int MAX_USERS = 1_000;
  private static final Duration REDIS_WITHIN = Duration.ofMillis(500);

  private final RedisConfig config;
  private RedisLink redis;
  private PresenceStore store;

  public PresenceVerticle(RedisConfig config) {
    this.config = config;
  }

  @Override
  public Future<?> start() {
    redis = new RedisLink(vertx, config, REDIS_WITHIN);
    store = new PresenceStore(redis);
    return Bus.serve(vertx, PresenceMessages.QUERY, Query.class, this::answer).completion();
  }

  private Future<Statuses> answer(Query query) {
    if (query.users().size() > MAX_USERS) {
      throw ProblemException.inField("users", "must be at most " + MAX_USERS);
    }
    return store
        .statuses(query.users())
        .map(Statuses::new)
        .recover(
            failure ->
                Future.failedFuture(
                    new ProblemException(ProblemType.UNAVAILABLE, "Presence is not known now")));
  }

  @Override
  public Future<?> stop() {
    redis.close();
    return Future.succeededFuture();
  }
}
