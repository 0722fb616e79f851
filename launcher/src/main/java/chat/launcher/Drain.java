package chat.launcher;

import chat.log.ChannelLog;
import chat.log.OwnerDirectory;
import chat.socket.SocketLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over what a node that stops holds, in the order in which nobody notices: first its
 * partitions, while its sockets still take sends, which the new owners then answer; then its
 * sockets. Each step is bounded, so that what is away holds nothing up.
 */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration LEAVE = Duration.ofSeconds(6);
  private static final Duration TAKE_OVER = Duration.ofSeconds(4);
  private static final Duration ANSWERS = Duration.ofSeconds(2);
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final Vertx vertx;
  private final String node;
  private final int partitions;
  private final OwnerDirectory owners;
  private final ChannelLog log;
  private final List<SocketLoop> loops;
  private final List<Owner> channelOwners = new CopyOnWriteArrayList<>();

  private record Owner(String deployment, Runnable leave) {}

  /**
   * What is to be drained.
   *
   * @param node this incarnation of the process
   * @param loops live view of the node's sockets
   */
  Drain(
      Vertx vertx,
      String node,
      int partitions,
      OwnerDirectory owners,
      ChannelLog log,
      List<SocketLoop> loops) {
    this.vertx = vertx;
    this.node = node;
    this.partitions = partitions;
    this.owners = owners;
    this.log = log;
    this.loops = loops;
  }

  /**
   * A verticle that owns partitions.
   *
   * @param leave gives them up at once; may block
   */
  void owner(String deployment, Runnable leave) {
    channelOwners.add(new Owner(deployment, leave));
  }

  /**
   * Sends clients away and gives the partitions up at once, side by side and without writing
   * anything: what this node goes on to do could contradict its successor. Blocks, at most 1 s.
   */
  void abandon() {
    loops.forEach(SocketLoop::sendAway);
    AtomicInteger left = new AtomicInteger();
    for (Owner owner : channelOwners) {
      Thread.ofVirtual()
          .name("leave")
          .start(
              () -> {
                owner.leave().run();
                left.incrementAndGet();
              });
    }
    await(FAREWELL, () -> isDeserted() && left.get() == channelOwners.size());
  }

  private boolean isDeserted() {
    return loops.stream().allMatch(loop -> loop.connectionCount() == 0);
  }

  /** Blocks, at most 14 s. To be called once. */
  void run() {
    boolean othersServe = serves(false);
    try {
      Future.all(channelOwners.stream().map(each -> vertx.undeploy(each.deployment())).toList())
          .timeout(LEAVE.toMillis(), TimeUnit.MILLISECONDS)
          .await();
    } catch (RuntimeException e) {
      LOG.warn("partitions were not handed over: {}", e.toString());
    }
    if (othersServe && await(TAKE_OVER, () -> !serves(true))) {
      await(ANSWERS, () -> log.waiting() == 0);
    }
    loops.forEach(SocketLoop::sendAway);
    await(GOODBYE, this::isDeserted);
  }

  /** Whether there is a partition that this node, or that another one, owns. */
  private boolean serves(boolean thisNode) {
    for (int partition = 0; partition < partitions; partition++) {
      OwnerDirectory.Owner owner = owners.ownerOf(partition);
      if (owner != null && owner.node().startsWith(node + '.') == thisNode) {
        return true;
      }
    }
    return false;
  }

  /** Whether the condition came to hold in time. Blocks. */
  static boolean await(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }
}
