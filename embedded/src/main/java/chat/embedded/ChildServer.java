package chat.embedded;

import chat.embedded.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A server that is a child process. */
public abstract class ChildServer implements EmbeddedServer {
  private final Duration startLimit;
  private final Duration stopLimit;
  private ChildProcess process;

  protected ChildServer(Duration startLimit, Duration stopLimit) {
    this.startLimit = startLimit;
    this.stopLimit = stopLimit;
  }

  /** Starts the process and returns without waiting until it serves. */
  protected abstract ChildProcess launch() throws IOException;

  /** Called once the process serves or has failed. */
  protected void afterStart() throws IOException {}

  @Override
  public final void start() throws IOException {
    ChildProcess child = launch();
    try {
      child.awaitReady(startLimit);
      process = child;
    } catch (IOException e) {
      child.kill();
      throw e;
    } finally {
      afterStart();
    }
  }

  @Override
  public final void stop() {
    if (process != null) {
      process.stop(stopLimit);
      process = null;
    }
  }

  @Override
  public final void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  @Override
  public final boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public final Optional<CompletableFuture<Integer>> onExit() {
    return Optional.ofNullable(process).map(ChildProcess::onExit);
  }
}
