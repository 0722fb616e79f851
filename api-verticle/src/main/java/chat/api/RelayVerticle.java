package chat.api;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays what of the outbox was left behind, on one node of the cell at a time. Deploy once, with
 * {@code ThreadingModel.VIRTUAL_THREAD}.
 */
final class RelayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RelayVerticle.class);
  private static final long EVERY_MILLIS = 1_000;

  private final ApiServices services;

  RelayVerticle(ApiServices services) {
    this.services = services;
  }

  @Override
  public Future<?> start() {
    next();
    return Future.succeededFuture();
  }

  private void next() {
    vertx.setTimer(EVERY_MILLIS, id -> sweep());
  }

  private void sweep() {
    try {
      if (services.relayLease.take()) {
        services.relay.sweep();
      }
    } catch (RuntimeException e) {
      LOG.warn("the outbox was not swept: {}", e.toString());
    } finally {
      next();
    }
  }
}
