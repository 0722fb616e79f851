package chat.client;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Keeps a session's credentials. Implementations shared by several processes must let one of them
 * refresh at a time, because a refresh token used twice ends the session.
 */
@FunctionalInterface
public interface CredentialStore {

  /**
   * Replaces {@code stale}.
   *
   * <p>If the store already holds newer credentials than {@code stale} (another process was
   * faster), it gives those. Else it calls {@code refresh} once and keeps the result before it
   * gives it. Must not block an event loop.
   */
  Future<Credentials> replace(
      Credentials stale, Function<Credentials, Future<Credentials>> refresh);

  /** Keeps nothing: for a session that ends with the process. */
  static CredentialStore inMemory() {
    return (stale, refresh) -> refresh.apply(stale);
  }
}
