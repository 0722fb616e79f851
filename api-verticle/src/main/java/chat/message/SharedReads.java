package chat.message;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Lets callers that ask for the same at about the same time share one read: in a storm of
 * reconnects thousands ask what changed in the same few channels. Nobody gets what was read before
 * they asked: who comes while a read is under way shares the next one.
 *
 * <p>Holds an entry for each read under way. Thread-safe.
 *
 * @param <K> what is asked for, with {@code equals}
 * @param <V> the answer, which must be immutable
 */
final class SharedReads<K, V> {
  private final Function<K, Future<V>> read;
  private final Map<K, Next<V>> underWay = new HashMap<>();

  /** The read after the one that is under way. */
  private static final class Next<V> {
    private Promise<V> wanted;
  }

  SharedReads(Function<K, Future<V>> read) {
    this.read = read;
  }

  /** What a read gives that begins after this call. */
  Future<V> of(K key) {
    synchronized (underWay) {
      Next<V> next = underWay.get(key);
      if (next != null) {
        if (next.wanted == null) {
          next.wanted = Promise.promise();
        }
        return next.wanted.future();
      }
      underWay.put(key, new Next<>());
    }
    return begin(key);
  }

  private Future<V> begin(K key) {
    Future<V> result = begun(key);
    result.onComplete(
        done -> {
          Promise<V> wanted;
          synchronized (underWay) {
            Next<V> next = underWay.get(key);
            wanted = next.wanted;
            next.wanted = null;
            if (wanted == null) {
              underWay.remove(key);
            }
          }
          if (wanted != null) {
            begin(key).onComplete(wanted);
          }
        });
    return result;
  }

  private Future<V> begun(K key) {
    try {
      return read.apply(key);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
