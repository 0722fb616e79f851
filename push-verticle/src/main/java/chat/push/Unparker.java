package chat.push;

import chat.push.Followers.Thread;
import chat.push.Notification.NewMessages;
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
  private final Followers followers;
  private final Dispatcher dispatcher;
  private final long lifeMillis;
  private final Counter expired;
  private boolean working;

  Unparker(
      Vertx vertx,
      Parked parked,
      Subscriptions subscriptions,
      Reads reads,
      Followers followers,
      Dispatcher dispatcher,
      long lifeMillis,
      MeterRegistry metrics) {
    this.parked = parked;
    this.subscriptions = subscriptions;
    this.reads = reads;
    this.followers = followers;
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
    if (System.currentTimeMillis() - waiting.since() > lifeMillis) {
      expired.increment();
      return parked.remove(waiting);
    }
    return isRead(waiting).compose(read -> read ? parked.remove(waiting) : offer(waiting));
  }

  private Future<Boolean> isRead(Waiting waiting) {
    String user = waiting.user();
    if (!(waiting.notification() instanceof NewMessages news)) {
      return Future.succeededFuture(false);
    }
    if (news.parent() == 0) {
      return reads
          .of(news.channel(), List.of(user))
          .map(read -> news.n() <= read.getOrDefault(user, 0L));
    }
    Thread thread = new Thread(news.channel(), news.parent());
    return followers
        .of(List.of(thread), List.of(user))
        .map(interests -> news.seq() <= interests.of(user, thread).read());
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
