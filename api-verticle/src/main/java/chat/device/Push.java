package chat.device;

import chat.bus.Bus;
import chat.bus.BusMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Asks the push role. Fails with {@code unavailable} if no node has it. Call on virtual threads.
 */
public final class Push {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final Vertx vertx;

  public Push(Vertx vertx) {
    this.vertx = vertx;
  }

  <R> R ask(String address, BusMessage question, Class<R> answer) {
    return Future.await(Bus.request(vertx, address, question, answer, WITHIN));
  }
}
