package chat.cluster;

import chat.client.ChatClient;
import chat.client.ChatOptions;
import chat.client.ChatSession;
import chat.client.Device;
import chat.client.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Somebody with an account, signed in on one node.
 *
 * @param handle random, so that runs do not disturb each other
 */
public record Person(String handle, ChatSession session, ChatOptions options) {
  private static final String PASSWORD = "correct horse battery";
  private static final long PATIENCE_SECONDS = 120;

  /** For impatient tests on servers without limits. */
  public static final ChatOptions OPTIONS =
      ChatOptions.DEFAULTS
          .withReconnect(Duration.ofMillis(50), Duration.ofSeconds(1))
          .withQueues(20_000, 500, 500)
          .withRate(50_000, 50_000);

  /** Makes an account and signs in. */
  public static Person signUp(Vertx vertx, URI node, String name) throws Exception {
    return signUp(vertx, node, name, OPTIONS);
  }

  public static Person signUp(Vertx vertx, URI node, String name, ChatOptions options)
      throws Exception {
    String handle = name + Long.toString(ThreadLocalRandom.current().nextLong(1L << 48), 36);
    ChatClient client = ChatClient.create(vertx, node, options);
    await(client.signUp(handle, name, PASSWORD));
    return new Person(
        handle, await(client.logIn(handle, PASSWORD, new Device("test", "java"))), options);
  }

  /** The same person on another device, maybe through another node. */
  public Person also(Vertx vertx, URI node) throws Exception {
    return new Person(
        handle,
        await(
            ChatClient.create(vertx, node, options)
                .logIn(handle, PASSWORD, new Device("another", "java"))),
        options);
  }

  public User user() {
    return session.user();
  }

  public String id() {
    return session.user().id();
  }

  /** Waits for a result; its failure is thrown as it is. */
  public static <T> T await(Future<T> future) throws Exception {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new TimeoutException("no result within " + PATIENCE_SECONDS + " s");
    }
  }
}
