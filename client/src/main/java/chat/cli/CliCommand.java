package chat.cli;

import chat.client.ChatClient;
import chat.client.ChatOptions;
import chat.client.Device;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What all commands share: a Vert.x for as long as the command runs, and waiting for results. */
abstract class CliCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 60;
  private static final ChatOptions OPTIONS =
      ChatOptions.DEFAULTS
          .withReconnect(Duration.ofMillis(300), Duration.ofSeconds(10))
          .withSendTimes(Duration.ofSeconds(12), Duration.ofSeconds(30));

  final Terminal terminal;
  final Home home;
  final CredentialFile credentials;

  CliCommand(Terminal terminal, Home home) {
    this.terminal = terminal;
    this.home = home;
    this.credentials = new CredentialFile(home.folder());
  }

  @Override
  public final Integer call() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
    try {
      run(vertx);
      return 0;
    } catch (ProblemException problem) {
      if (problem.type() == ProblemType.UNAUTHORIZED && !asksForPassword()) {
        throw new CliException("your session has ended; log in again with: ./chat login HANDLE");
      }
      throw problem;
    } finally {
      vertx.close();
    }
  }

  abstract void run(Vertx vertx) throws Exception;

  /** Whether {@code unauthorized} means the password rather than the session. */
  boolean asksForPassword() {
    return false;
  }

  final ChatClient client(Vertx vertx, String server) {
    try {
      return ChatClient.create(vertx, URI.create(server), OPTIONS);
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
  }

  final SignedIn signedIn(Vertx vertx) {
    SavedSession saved =
        credentials
            .read()
            .orElseThrow(() -> new CliException("not signed in; log in with: ./chat login HANDLE"));
    return new SignedIn(
        client(vertx, saved.server().toString())
            .resume(saved.credentials(), credentials.store(vertx)));
  }

  final String password() {
    return home.password() != null ? home.password() : terminal.password();
  }

  static Device thisDevice() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "this machine";
    }
    return new Device("Terminal on " + host, "cli");
  }

  /** Waits for a result; its failure is thrown as it is. */
  static <T> T await(Future<T> future) throws Exception {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new CliException("the server did not answer within " + PATIENCE_SECONDS + " seconds");
    }
  }
}
