package chat.push;

import chat.push.Parked.Waiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries parked notifications again, unless they are read meanwhile, their device is gone, or they
 * are so old that a push service would have given them up as well. Confined to its verticle's
 * context.
 */
final class Unparker {
  private static final Logger LOG = LoggerFactory.getLogger(Unparker.class);
  private static final long TICK_MILLIS = 500;
  private static final int AT_ONCE = 500;

  private final Parked parked;
  private final Subscriptions subscriptions;
  private final Reads reads;
  private final Dispatcher dispatcher;
  private final long lifeMillis;
  private final Counter expired;
  private boolean working;

  Unparker(
      Vertx vertx,
      Parked parked,
      Subscriptions subscriptions,
      Reads reads,
      Dispatcher dispatcher,
      long lifeMillis,
      MeterRegistry metrics) {
    this.parked = parked;
    this.subscriptions = subscriptions;
    this.reads = reads;
    this.dispatcher = dispatcher;
    this.lifeMillis = lifeMillis;
    this.expired = metrics.counter("chat_push_expired");
    vertx.setPeriodic(TICK_MILLIS, timer -> work());
  }

  private void work() {
    if (working) {
      return;
    }
    working = true;
    parked
        .claim(AT_ONCE)
        .compose(some -> Future.join(some.stream().map(this::tryAgain).toList()))
        .onFailure(failure -> LOG.debug("parked notifications wait: {}", failure.toString()))
        .onComplete(done -> working = false);
  }

  private Future<?> tryAgain(Waiting waiting) {
    if (System.currentTimeMillis() - waiting.since() > lifeMillis && waiting.since() > 0) {
      expired.increment();
      return parked.remove(waiting);
    }
    return reads
        .of(waiting.topic(), List.of(waiting.user()))
        .compose(
            read ->
                waiting.notification().n() > 0
                        && waiting.notification().n() <= read.getOrDefault(waiting.user(), 0L)
                    ? parked.remove(waiting)
                    : offer(waiting));
  }

  private Future<Void> offer(Waiting waiting) {
    return subscriptions
        .of(List.of(waiting.user()))
        .compose(
            found -> {
              for (Subscription each : found.getOrDefault(waiting.user(), List.of())) {
                if (each.device().equals(waiting.device())) {
                  dispatcher.offer(
                      each,
                      waiting.notification(),
                      waiting.since(),
                      () ->
                          parked
                              .remove(waiting)
                              .onFailure(
                                  failure ->
                                      LOG.warn("it may be told twice: {}", failure.toString())));
                  return Future.succeededFuture();
                }
              }
              return parked.remove(waiting);
            });
  }
}
