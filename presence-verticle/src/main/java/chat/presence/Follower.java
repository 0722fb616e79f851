package chat.presence;

import chat.bus.BusMessage;
import chat.bus.PresenceMessages.Transitions;
import chat.bus.PresenceMessages.TransitionsLost;
import chat.presence.PresenceStore.Followed;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the cell's transitions for one node. Where some may be missing it says so, once the nodes
 * have had time to write to Redis what it lost: asked at once, it would call everybody offline.
 *
 * <p>To be used on one virtual-thread context; calls wait.
 */
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final PresenceStore store;
  private final Duration settling;
  private final InstantSource clock;
  private final Consumer<BusMessage> listener;
  private String last;
  private long lostAt = Long.MAX_VALUE;
  private boolean looking;

  /**
   * A follower that has seen nothing.
   *
   * @param settling after which all nodes have surely written what Redis lost
   * @param listener hears {@link Transitions} and {@link TransitionsLost}
   */
  Follower(
      PresenceStore store, Duration settling, InstantSource clock, Consumer<BusMessage> listener) {
    this.store = store;
    this.settling = settling;
    this.clock = clock;
    this.listener = listener;
  }

  /** Passes on what is new. */
  void look() {
    if (looking) {
      return;
    }
    looking = true;
    try {
      if (last == null) {
        last = Future.await(store.end());
        lost();
      }
      Followed followed;
      do {
        followed = Future.await(store.follow(last));
        last = followed.last();
        if (!followed.transitions().isEmpty()) {
          listener.accept(new Transitions(followed.transitions()));
        }
        if (followed.lost()) {
          lost();
        }
      } while (!followed.transitions().isEmpty());
    } catch (Exception e) {
      LOG.debug("presence can't be followed for now: {}", e.toString());
      lost();
    } finally {
      looking = false;
    }
    if (clock.millis() >= lostAt) {
      lostAt = Long.MAX_VALUE;
      listener.accept(new TransitionsLost());
    }
  }

  private void lost() {
    lostAt = Math.min(lostAt, clock.millis() + settling.toMillis());
  }
}
