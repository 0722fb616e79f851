package chat.push;

import chat.push.Dispatcher.Key;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Of which something was parked by this node and nothing newer was handed over since, so that the
 * parked one goes once something newer is. Of those beyond the limit the parked one may be told
 * after a newer one, whose place it takes on the device.
 *
 * <p>Confined to its verticle's context.
 */
final class ParkedHere {
  static final int MOST = 100_000;

  private final Map<Key, Kept> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > MOST;
        }
      };

  private record Kept(long order, Future<Void> stored) {}

  /**
   * Something is parked.
   *
   * @param stored succeeds once the store has it
   */
  void add(Key key, long order, Future<Void> stored) {
    kept.merge(
        key, new Kept(order, stored), (one, other) -> one.order() > other.order() ? one : other);
  }

  /** Forgets what was parked of the key, if it is no newer than that; returns when it is stored. */
  Optional<Future<Void>> takeUpTo(Key key, long order) {
    Kept one = kept.get(key);
    if (one == null || one.order() > order) {
      return Optional.empty();
    }
    kept.remove(key);
    return Optional.of(one.stored());
  }
}
