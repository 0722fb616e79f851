package chat.embedded;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One back end on a fixed address and a folder of its own. It can be started again after it was
 * stopped or killed, on the same address with the same data. Calls are made by one thread at a
 * time.
 */
public interface EmbeddedServer {
  /**
   * Starts the server and returns once it serves requests.
   *
   * @throws IOException with the reason in one line; nothing runs then
   */
  void start() throws IOException;

  /** Ends it in order; nothing if it does not run. */
  void stop();

  /** Ends it as {@code kill -9} does; nothing if it does not run. */
  void kill();

  boolean isRunning();

  /** Completes with the exit status when the server's process ends; empty if it has none. */
  default Optional<CompletableFuture<Integer>> onExit() {
    return Optional.empty();
  }
}
