package chat.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notifications to push services, each service in a lane of its own. Of one device and topic
 * one is under way at a time, so that an older one can't arrive last, and the newest takes the
 * place of an earlier one that still waits. What a service does not take is parked in MongoDB until
 * it does, so that it holds up neither others nor the log.
 *
 * <p>Confined to its verticle's context.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final long TICK_MILLIS = 250;
  private static final int MOST_PARKED_HERE = 100_000;

  private final Vertx vertx;
  private final Map<String, Provider> providers;
  private final Subscriptions subscriptions;
  private final Parked parked;
  private final int requestsAtOnce;
  private final MeterRegistry metrics;
  private final Timer handOver;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<Key, Entry> waiting = new HashMap<>();
  private final Set<Key> underWay = new HashSet<>();

  /**
   * Of which something was parked here and nothing newer handed over since. Of those beyond the
   * limit the parked one may be told after a newer one, whose place it takes on the device.
   */
  private final Set<Key> parkedHere =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
              return size() > MOST_PARKED_HERE;
            }
          });

  private record Key(String device, String topic) {}

  /** A notification on its way. */
  static final class Entry {
    final Subscription subscription;
    final Provider provider;
    private final List<Runnable> done = new ArrayList<>(1);
    private Notification notification;
    private long since;
    int tries;

    private Entry(Subscription subscription, Provider provider) {
      this.subscription = subscription;
      this.provider = provider;
    }
  }

  /**
   * A dispatcher.
   *
   * @param providers by the kind of target
   */
  Dispatcher(
      Vertx vertx,
      Map<String, Provider> providers,
      Subscriptions subscriptions,
      Parked parked,
      int requestsAtOnce,
      MeterRegistry metrics) {
    this.vertx = vertx;
    this.providers = providers;
    this.subscriptions = subscriptions;
    this.parked = parked;
    this.requestsAtOnce = requestsAtOnce;
    this.metrics = metrics;
    this.handOver =
        Timer.builder("chat_push_hand_over").publishPercentileHistogram().register(metrics);
    metrics.gauge("chat_push_notifications_waiting", waiting, Map::size);
    metrics.gauge(
        "chat_push_services_away",
        lanes,
        all -> all.values().stream().filter(Lane::isOpen).count());
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
  }

  /**
   * Takes a notification over.
   *
   * @param since when its first message was sent, in milliseconds since 1970; 0 for none
   * @param done called once it is handed over, parked, or never will be
   */
  void offer(Subscription subscription, Notification notification, long since, Runnable done) {
    Provider provider = providers.get(subscription.target().kind());
    if (provider == null) {
      count(subscription, "unconfigured");
      done.run();
      return;
    }
    Key key = new Key(subscription.device(), notification.topic());
    Entry entry = waiting.get(key);
    if (entry != null && entry.subscription.equals(subscription)) {
      entry.done.add(done);
      if (!isOlder(notification, entry.notification)) {
        entry.notification = notification;
      }
      return;
    }
    entry = new Entry(subscription, provider);
    entry.since = since;
    entry.notification = notification;
    entry.done.add(done);
    waiting.put(key, entry);
    if (!underWay.contains(key)) {
      lane(entry).add(entry);
    }
  }

  /** What was read before something new came does not take that back. */
  private static boolean isOlder(Notification one, Notification than) {
    return one.order() < than.order();
  }

  private Lane lane(Entry entry) {
    String service = entry.provider.service(entry.subscription.target());
    return lanes.computeIfAbsent(service, s -> new Lane(requestsAtOnce, this::push, this::park));
  }

  private void tick() {
    lanes.values().forEach(Lane::tick);
    lanes.values().removeIf(Lane::isIdle);
  }

  private void push(Lane lane, Entry entry) {
    Key key = key(entry);
    waiting.remove(key, entry);
    underWay.add(key);
    entry.tries++;
    entry
        .provider
        .push(entry.subscription.target(), entry.notification)
        .onComplete(
            outcome ->
                answered(
                    lane,
                    entry,
                    outcome.succeeded()
                        ? outcome.result()
                        : new Outcome.Later(String.valueOf(outcome.cause()), -1, true)));
  }

  private static Key key(Entry entry) {
    return new Key(entry.subscription.device(), entry.notification.topic());
  }

  private void answered(Lane lane, Entry entry, Outcome outcome) {
    Key key = key(entry);
    underWay.remove(key);
    Entry newer = waiting.get(key);
    switch (outcome) {
      case Outcome.Delivered delivered -> {
        count(entry.subscription, "delivered");
        if (entry.since > 0) {
          handOver.record(System.currentTimeMillis() - entry.since, TimeUnit.MILLISECONDS);
        }
        if (parkedHere.remove(key)) {
          parked
              .removeUpTo(entry.subscription, entry.notification)
              .onFailure(failure -> LOG.warn("it may be told twice: {}", failure.toString()));
        }
        finish(entry);
      }
      case Outcome.Gone gone -> {
        count(entry.subscription, "gone");
        subscriptions
            .remove(entry.subscription)
            .onFailure(failure -> LOG.warn("a subscription stays: {}", failure.toString()));
        finish(entry);
      }
      case Outcome.Refused refused -> {
        count(entry.subscription, "refused");
        LOG.warn(
            "a push service ({}) refused a notification: {}",
            entry.subscription.target().kind(),
            refused.reason());
        finish(entry);
      }
      case Outcome.Later later -> {
        count(entry.subscription, "later");
        if (newer == null) {
          waiting.put(key, entry);
        } else {
          newer.done.addAll(entry.done);
        }
      }
    }
    lane.answered(entry, outcome, newer != null);
    if (newer != null) {
      lane(newer).add(newer);
    }
  }

  private void finish(Entry entry) {
    entry.done.forEach(Runnable::run);
    entry.done.clear();
  }

  /**
   * Keeps it elsewhere until {@code millis} from now; goes on trying while that is not possible.
   */
  private void park(Entry entry, long millis) {
    waiting.remove(key(entry), entry);
    if (entry.notification instanceof Notification.Clear) {
      // Nothing is lost with it: the device finds out by itself when it is opened.
      finish(entry);
      return;
    }
    parked
        .put(entry.subscription, entry.notification, entry.since, millis)
        .onSuccess(
            done -> {
              count(entry.subscription, "parked");
              parkedHere.add(key(entry));
              finish(entry);
            })
        .onFailure(
            failure -> {
              LOG.warn("a notification waits in memory: {}", failure.toString());
              vertx.setTimer(Math.max(millis, 1_000), timer -> park(entry, millis));
            });
  }

  private void count(Subscription subscription, String outcome) {
    metrics
        .counter(
            "chat_push_notifications", "kind", subscription.target().kind(), "outcome", outcome)
        .increment();
  }
}
