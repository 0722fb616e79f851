package chat.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
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
 * place of an earlier one that still waits. What a service does not take, or not soon enough, is
 * parked in MongoDB until it does, so that it holds up neither others nor the log: here nothing
 * waits longer than three seconds to be sent.
 *
 * <p>Confined to its verticle's context.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final long TICK_MILLIS = 250;

  /**
   * What could not be sent for so long is parked: the messages that it tells of are open meanwhile,
   * and of too many open ones the log is not read any further.
   */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** A parked notification is tried again after as long as it has waited; at most so long. */
  private static final long FIRST_PARKED_MILLIS = 1_000;

  private static final long LONGEST_PARKED_MILLIS = 30_000;
  private static final long STORE_AGAIN_MILLIS = 1_000;

  private final Vertx vertx;
  private final Map<String, Provider> providers;
  private final Subscriptions subscriptions;
  private final Parked parked;
  private final int requestsAtOnce;
  private final MeterRegistry metrics;
  private final Timer handOver;
  private final Map<String, Lane> lanes = new HashMap<>();

  /** Not sent yet, those that came first at first. */
  private final Map<Key, Entry> waiting = new LinkedHashMap<>();

  private final Set<Key> underWay = new HashSet<>();
  private final ParkedHere parkedHere = new ParkedHere();

  /** Of one key one notification takes the other's place. */
  record Key(String device, String topic) {}

  /** A notification on its way. */
  static final class Entry {
    final Subscription subscription;
    final Provider provider;
    private final List<Runnable> done = new ArrayList<>(1);
    private Notification notification;
    private long since;
    private long waits = System.nanoTime();
    int tries;

    Entry(Subscription subscription, Provider provider, Notification notification, long since) {
      this.subscription = subscription;
      this.provider = provider;
      this.notification = notification;
      this.since = since;
    }

    private Key key() {
      return new Key(subscription.device(), notification.topic());
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
   * @param since when its first message was sent, in milliseconds since 1970; 0 for what takes
   *     something back
   * @param done called once it is handed over, parked, or never will be
   */
  void offer(Subscription subscription, Notification notification, long since, Runnable done) {
    Provider provider = providers.get(subscription.target().kind());
    if (provider == null) {
      count(subscription, "unconfigured");
      done.run();
      return;
    }
    Entry entry = new Entry(subscription, provider, notification, since);
    entry.done.add(done);
    Key key = entry.key();
    Entry before = waiting.get(key);
    if (before != null && before.subscription.equals(subscription)) {
      before.done.add(done);
      if (!isOlder(notification, before.notification)) {
        before.notification = notification;
      }
      if (before.since == 0) {
        // Something new took the place of what took something back.
        before.since = since;
      }
      return;
    }
    if (before != null) {
      // The device has another address now.
      takeOut(before);
      entry.done.addAll(before.done);
    }
    waiting.put(key, entry);
    if (!underWay.contains(key)) {
      lane(entry).add(entry);
    }
  }

  /** What was read before something new came does not take that back. */
  private static boolean isOlder(Notification one, Notification than) {
    return one.order() < than.order();
  }

  /** Of two about the same, one that the device has seen the other of tells it nothing. */
  private static boolean isStale(Notification one, Notification told) {
    return isOlder(one, told)
        || (one instanceof Notification.NewMessages && one.order() == told.order());
  }

  private Lane lane(Entry entry) {
    String service = entry.provider.service(entry.subscription.target());
    return lanes.computeIfAbsent(
        service, s -> new Lane(requestsAtOnce, this::push, this::park, System::nanoTime));
  }

  private void tick() {
    parkWhatWaitsTooLong();
    lanes.values().forEach(Lane::tick);
    lanes.values().removeIf(Lane::isIdle);
  }

  /** Whether it waits for its service or for the answer to the one before it. */
  private void parkWhatWaitsTooLong() {
    long now = System.nanoTime();
    List<Entry> late =
        waiting.values().stream().takeWhile(entry -> now - entry.waits > PATIENCE_NANOS).toList();
    for (Entry entry : late) {
      takeOut(entry);
      park(entry, 0);
    }
  }

  private void takeOut(Entry entry) {
    waiting.remove(entry.key(), entry);
    lane(entry).remove(entry);
  }

  private void push(Lane lane, Entry entry) {
    Key key = entry.key();
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

  private void answered(Lane lane, Entry entry, Outcome outcome) {
    Key key = entry.key();
    underWay.remove(key);
    Entry newer = waiting.get(key);
    switch (outcome) {
      case Outcome.Delivered delivered -> {
        count(entry.subscription, "delivered");
        if (entry.since > 0) {
          handOver.record(System.currentTimeMillis() - entry.since, TimeUnit.MILLISECONDS);
        }
        if (newer != null && isStale(newer.notification, entry.notification)) {
          // It had been parked, or the log was read twice.
          takeOut(newer);
          finish(newer);
          newer = null;
        }
        parkedHere
            .takeUpTo(key, entry.notification.order())
            .ifPresent(stored -> stored.onSuccess(done -> unpark(entry)));
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
          entry.waits = System.nanoTime();
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

  private void unpark(Entry entry) {
    parked
        .removeUpTo(entry.subscription, entry.notification)
        .onFailure(failure -> LOG.warn("it may be told twice: {}", failure.toString()));
  }

  /** Keeps it elsewhere until {@code millis} from now, or longer the older it is. */
  private void park(Entry entry, long millis) {
    waiting.remove(entry.key(), entry);
    if (entry.notification instanceof Notification.Clear) {
      // Nothing is lost with it: the device finds out by itself when it is opened.
      finish(entry);
      return;
    }
    Promise<Void> stored = Promise.promise();
    parkedHere.add(entry.key(), entry.notification.order(), stored.future());
    stored
        .future()
        .onSuccess(
            done -> {
              count(entry.subscription, "parked");
              finish(entry);
            });
    store(entry, millis, stored);
  }

  /** Goes on trying while that is not possible. */
  private void store(Entry entry, long millis, Promise<Void> stored) {
    long age = System.currentTimeMillis() - entry.since;
    long later = Math.max(millis, Math.clamp(age, FIRST_PARKED_MILLIS, LONGEST_PARKED_MILLIS));
    parked
        .put(entry.subscription, entry.notification, entry.since, later)
        .onSuccess(done -> stored.complete())
        .onFailure(
            failure -> {
              LOG.warn("a notification waits in memory: {}", failure.toString());
              vertx.setTimer(STORE_AGAIN_MILLIS, timer -> store(entry, millis, stored));
            });
  }

  private void count(Subscription subscription, String outcome) {
    metrics
        .counter(
            "chat_push_notifications", "kind", subscription.target().kind(), "outcome", outcome)
        .increment();
  }
}
