package chat.outbox;

import chat.log.LogRecord;
import chat.sql.Queries;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries committed changes from the outbox into the log: each at least once, those of a channel in
 * the order of their versions. Who made a change asks for its channel at once; {@link #sweep} finds
 * what that left. The log's owner tells repeats by their version.
 *
 * <p>Thread-safe.
 */
public final class OutboxRelay {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final int ROWS = 100;
  private static final int CHANNELS = 200;
  private static final Duration APPEND_WITHIN = Duration.ofSeconds(15);
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(1);
  private static final Duration CALLER_WAITS = Duration.ofSeconds(2);

  private final Queries database;
  private final Outbox outbox;
  private final MembershipLog log;
  private final Threads threads;
  private final Map<String, Run> runs = new HashMap<>();
  private final Counter relayed;
  private final AtomicLong lagMillis = new AtomicLong();

  /** Where work may wait. */
  @FunctionalInterface
  public interface Threads {
    /** Runs it on a virtual thread. */
    <T> Future<T> run(Callable<T> work);
  }

  /** The run of a channel; {@code again} is there once somebody wants another after it. */
  private static final class Run {
    private Promise<Void> again;
  }

  public OutboxRelay(
      Queries database, Outbox outbox, MembershipLog log, Threads threads, MeterRegistry metrics) {
    this.database = database;
    this.outbox = outbox;
    this.log = log;
    this.threads = threads;
    this.relayed = metrics.counter("chat_outbox_relayed");
    metrics.gauge("chat_outbox_lag_seconds", lagMillis, lag -> lag.get() / 1000.0);
  }

  /**
   * Relays a channel's changes and waits for it, so that what the caller does next meets them; but
   * no longer than 2 s: they are committed, and will follow.
   */
  public void deliverAndWait(String channel) {
    deliverAndWait(List.of(channel));
  }

  /** The same for several channels, side by side. */
  public void deliverAndWait(Collection<String> channels) {
    try {
      Future.await(
          Future.join(channels.stream().map(this::deliver).toList())
              .timeout(CALLER_WAITS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (Exception e) {
      LOG.warn("changes of {} are not in the log yet: {}", channels, e.toString());
    }
  }

  /** Relays all of a channel that is committed by now. */
  Future<Void> deliver(String channel) {
    synchronized (runs) {
      Run running = runs.get(channel);
      if (running != null) {
        // That run may have looked before this change was committed.
        if (running.again == null) {
          running.again = Promise.promise();
        }
        return running.again.future();
      }
      Run run = new Run();
      runs.put(channel, run);
      return start(channel, run);
    }
  }

  private Future<Void> start(String channel, Run run) {
    return threads
        .<Void>run(
            () -> {
              relay(channel);
              return null;
            })
        .onComplete(done -> ended(channel, run));
  }

  private void ended(String channel, Run run) {
    Promise<Void> again;
    synchronized (runs) {
      again = run.again;
      run.again = null;
      if (again == null) {
        runs.remove(channel);
        return;
      }
    }
    start(channel, run).onComplete(again);
  }

  private void relay(String channel) {
    List<LogRecord.FromDirectory> changes;
    do {
      changes = outbox.ofChannel(database, channel, ROWS);
      for (LogRecord.FromDirectory change : changes) {
        Future.await(log.append(change).timeout(APPEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        outbox.delete(database, change);
        relayed.increment();
      }
    } while (changes.size() == ROWS);
  }

  /**
   * Relays what is older than a second: its writer died, or the log was away. Returns when all that
   * was found has been tried; call on a virtual thread.
   */
  public void sweep() {
    lagMillis.set(outbox.lag(database).toMillis());
    List<Future<Void>> tries =
        outbox.channels(database, LEFT_BEHIND, CHANNELS).stream().map(this::deliver).toList();
    Future.await(
        Future.join(tries)
            .onFailure(failure -> LOG.warn("the outbox waits for the log: {}", failure.toString()))
            .otherwiseEmpty());
  }
}
