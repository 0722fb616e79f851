package chat.socket;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Who may open a connection to this node: so many from one address, and nobody while the node is
 * overloaded, so that those that it has do not suffer. Overloaded is a node that has as many
 * connections as it may, or whose heap is nearly full after a collection, or of which an event loop
 * was late by three seconds or more not long ago. Thread-safe.
 *
 * <p>Addresses are counted in a fixed number of places, chosen by a secret hash; addresses that
 * share a place share its limit, which is far above what one of them should need.
 */
public final class Admission {
  /** The place of connections whose address is not counted. */
  static final char NOWHERE = 0;

  private static final int PLACES = 1 << 16;
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final double FULL = 0.92;
  private static final int LONGEST_RETRY_SECONDS = 5;

  private final SocketConfig config;
  private final MeterRegistry metrics;
  private final List<MemoryPoolMXBean> heap;
  private final AtomicIntegerArray byPlace = new AtomicIntegerArray(PLACES);
  private final AtomicInteger connections = new AtomicInteger();
  private final long secret = ThreadLocalRandom.current().nextLong();
  private volatile long strainedUntil = System.nanoTime();

  public Admission(SocketConfig config, MeterRegistry metrics) {
    this.config = config;
    this.metrics = metrics;
    this.heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .filter(pool -> !pool.getName().contains("Eden"))
            .filter(pool -> !pool.getName().contains("Survivor"))
            .toList();
  }

  /**
   * Whether one more may come.
   *
   * @throws ProblemException {@code overloaded} or {@code rate-limited}, with the seconds until
   *     which the client should wait
   */
  void check(String address) {
    int all = connections.get();
    if (all >= config.connections() || isStrained()) {
      throw refusal(ProblemType.OVERLOADED, "This node takes no more connections now");
    }
    if (byPlace.get(place(address)) >= config.connectionsPerAddress()) {
      throw refusal(
          ProblemType.RATE_LIMITED,
          "Your address has " + config.connectionsPerAddress() + " connections, which is the most");
    }
  }

  private ProblemException refusal(ProblemType type, String detail) {
    metrics.counter("chat_connections_refused", "type", type.slug()).increment();
    // Those that are refused together should not come back together.
    int after = 1 + ThreadLocalRandom.current().nextInt(LONGEST_RETRY_SECONDS);
    return new ProblemException(type, detail, after);
  }

  /** Counts a connection; what is returned is to be given to {@link #leave}. */
  char enter(String address) {
    connections.incrementAndGet();
    char place = address == null ? NOWHERE : place(address);
    byPlace.incrementAndGet(place);
    return place;
  }

  void leave(char place) {
    connections.decrementAndGet();
    byPlace.decrementAndGet(place);
  }

  private char place(String address) {
    long hash = (address.hashCode() * 0x9E3779B97F4A7C15L) ^ secret;
    hash = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
    return (char) (1 + Long.remainderUnsigned(hash ^ (hash >>> 32), PLACES - 1));
  }

  /** An event loop did its work of each second this much too late. */
  void late(long nanos) {
    if (nanos >= LATE_NANOS || isHeapFull()) {
      strainedUntil = System.nanoTime() + REST_NANOS;
    }
  }

  private boolean isStrained() {
    return System.nanoTime() - strainedUntil < 0;
  }

  private boolean isHeapFull() {
    for (MemoryPoolMXBean pool : heap) {
      MemoryUsage afterCollection = pool.getCollectionUsage();
      if (afterCollection != null
          && afterCollection.getMax() > 0
          && afterCollection.getUsed() > FULL * afterCollection.getMax()) {
        return true;
      }
    }
    return false;
  }
}
