package chat.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * Gives access tokens that are valid for a while. However many ask, one refresh is under way at a
 * time. Thread-safe.
 */
final class Tokens {
  /** A token with less left than this is replaced before it is used. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final CredentialStore store;
  private final Function<Credentials, Future<Credentials>> refresh;
  private final Clock clock;
  private Credentials current;
  private Future<String> refreshing;

  Tokens(
      Credentials initial,
      CredentialStore store,
      Function<Credentials, Future<Credentials>> refresh,
      Clock clock) {
    this.current = initial;
    this.store = store;
    this.refresh = refresh;
    this.clock = clock;
  }

  synchronized Credentials current() {
    return current;
  }

  Future<String> access() {
    Credentials held = current();
    return clock.instant().plus(MARGIN).isBefore(held.expires())
        ? Future.succeededFuture(held.accessToken())
        : replace(held.accessToken());
  }

  /** Another token than {@code rejected}, which the server did not take. */
  Future<String> replace(String rejected) {
    Promise<String> mine;
    Credentials stale;
    synchronized (this) {
      if (!current.accessToken().equals(rejected)) {
        return Future.succeededFuture(current.accessToken());
      }
      if (refreshing != null) {
        return refreshing;
      }
      stale = current;
      mine = Promise.promise();
      refreshing = mine.future();
    }
    store
        .replace(stale, refresh)
        .onComplete(
            result -> {
              synchronized (this) {
                refreshing = null;
                if (result.succeeded()) {
                  current = result.result();
                }
              }
              mine.handle(result.map(Credentials::accessToken));
            });
    return mine.future();
  }
}
