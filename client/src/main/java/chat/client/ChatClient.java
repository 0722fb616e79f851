package chat.client;

import chat.client.RestClient.Repeat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/**
 * A chat server as seen from outside: sign up and log in here.
 *
 * <p>Thread-safe. Futures complete on an event loop of the given {@link Vertx} and fail with {@link
 * chat.problem.ProblemException}. Close it when done; this does not end sessions.
 */
public final class ChatClient {
  private final Vertx vertx;
  private final URI server;
  private final ChatOptions options;
  private final RestClient rest;

  private ChatClient(Vertx vertx, URI server, ChatOptions options) {
    this.vertx = vertx;
    this.server = server;
    this.options = options;
    this.rest = new RestClient(vertx, server, options.requestTimeout());
  }

  /**
   * A client of the server at {@code server}, for example {@code http://localhost:8080}. Opens no
   * connection yet.
   *
   * @throws IllegalArgumentException if it is not an http or https address
   */
  public static ChatClient create(Vertx vertx, URI server, ChatOptions options) {
    boolean web = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    if (!web || server.getHost() == null) {
      throw new IllegalArgumentException("not an http or https address: " + server);
    }
    return new ChatClient(vertx, server, options);
  }

  /** Makes an account; fails with {@code handle-taken} if somebody has the handle. */
  public Future<User> signUp(String handle, String name, String password) {
    return rest.call(
            HttpMethod.POST,
            "/accounts",
            Map.of("handle", handle, "name", name, "password", password),
            null,
            Repeat.IF_REFUSED)
        .map(body -> ClientJson.read(body, User.class));
  }

  /** Starts a session of a new device; fails with {@code unauthorized} if either is wrong. */
  public Future<ChatSession> logIn(String handle, String password, Device device) {
    return logIn(handle, password, device, CredentialStore.inMemory());
  }

  /** As above; later credentials of the session go through {@code store}. */
  public Future<ChatSession> logIn(
      String handle, String password, Device device, CredentialStore store) {
    return rest.call(
            HttpMethod.POST,
            "/sessions",
            new LogIn(handle, password, device),
            null,
            Repeat.IF_REFUSED)
        .map(body -> resume(Granted.read(body, Clock.systemUTC()), store));
  }

  /** Goes on with a session whose credentials were kept; asks the server nothing yet. */
  public ChatSession resume(Credentials credentials, CredentialStore store) {
    Tokens tokens = new Tokens(credentials, store, this::refresh, Clock.systemUTC());
    return new ChatSession(vertx, server, options, rest, tokens);
  }

  private Future<Credentials> refresh(Credentials stale) {
    return rest.call(
            HttpMethod.POST,
            "/sessions/refresh",
            Map.of("refreshToken", stale.refreshToken()),
            null,
            Repeat.IF_REFUSED)
        .map(body -> Granted.read(body, Clock.systemUTC()));
  }

  /** Closes idle connections; sessions of this client can't be used any more. */
  public Future<Void> close() {
    return rest.close();
  }

  private record LogIn(String handle, String password, Device device) {}
}
