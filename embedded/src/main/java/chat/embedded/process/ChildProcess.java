package chat.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A process that belongs to this one: its output goes to a log file, its pid file lets a later run
 * reap it, and where the system has {@code setpriv} the kernel kills it when this process dies,
 * however it dies. Its standard input is a pipe which ends then too.
 *
 * <p>Thread-safe.
 */
public final class ChildProcess {
  /** Its own session, so that Ctrl-C in a terminal reaches only this process, which stops it. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final int LAST_LINES = 5;

  /**
   * The kernel's death signal is tied to the thread that started the child, so all children are
   * started by one thread that never ends.
   */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("starter").factory());

  private final String name;
  private final Process process;
  private final PidFile pidFile;
  private final Thread pump;
  private final Predicate<String> readyLine;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();

  private ChildProcess(ChildSpec spec, Process process, PidFile pidFile) {
    this.name = spec.name();
    this.process = process;
    this.pidFile = pidFile;
    this.readyLine = spec.readyLine();
    this.pump =
        Thread.ofPlatform()
            .daemon()
            .name("log-" + name)
            .start(new LogPump(process.getInputStream(), spec.logFile(), this::onLine));
  }

  /**
   * Starts a child.
   *
   * @throws IOException if the program cannot be run or its folders cannot be made
   */
  public static ChildProcess start(ChildSpec spec) throws IOException {
    Files.createDirectories(spec.logFile().getParent());
    Files.createDirectories(spec.workingDirectory());
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    if (Files.isExecutable(SETPRIV)) {
      command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
    }
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(spec.workingDirectory().toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(spec.environment());
    try {
      Process process = STARTER.submit(builder::start).get();
      PidFile pidFile = new PidFile(spec.pidFile());
      pidFile.write(process.pid());
      return new ChildProcess(spec, process, pidFile);
    } catch (ExecutionException e) {
      throw new IOException(spec.name() + " cannot be started: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(spec.name() + " was not started: interrupted", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes when the process has ended, with its exit status. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Waits until the child has printed its ready line.
   *
   * @throws IOException if it ends first or the time is over; the message holds its last lines
   */
  public void awaitReady(Duration limit) throws IOException {
    CompletableFuture<?> first = CompletableFuture.anyOf(ready, process.onExit());
    try {
      first.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          name + " is not ready after " + limit.toSeconds() + " s" + lastLines(), e);
    } catch (ExecutionException e) {
      throw new IOException(name + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + ": interrupted", e);
    }
    if (!ready.isDone()) {
      throw new IOException(name + " ended with status " + process.exitValue() + tail());
    }
  }

  /**
   * Waits for a child that ends by itself.
   *
   * @return its exit status
   * @throws IOException if it has not ended in time
   */
  public int awaitExit(Duration limit) throws IOException {
    if (!hasEnded(limit)) {
      throw new IOException(
          name + " has not ended after " + limit.toSeconds() + " s" + lastLines());
    }
    joinPump();
    return process.exitValue();
  }

  /** Asks the process to end (SIGTERM), and kills it if it has not after {@code limit}. */
  public void stop(Duration limit) {
    // Not Process.destroy, which also closes the pipes: the child could no longer log how it stops,
    // and one that watches its input would take us for dead.
    process.toHandle().destroy();
    if (!hasEnded(limit)) {
      process.destroyForcibly();
      hasEnded(limit);
    }
    forget();
  }

  /** As {@code kill -9}; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    hasEnded(Duration.ofSeconds(10));
    forget();
  }

  private boolean hasEnded(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forget() {
    joinPump();
    if (!process.isAlive()) {
      try {
        pidFile.delete();
      } catch (IOException e) {
        // A pid file of a process that has ended misleads nobody: its identity no longer matches.
      }
    }
  }

  private void joinPump() {
    try {
      pump.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onLine(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == LAST_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
    if (readyLine.test(line)) {
      ready.complete(null);
    }
  }

  /** The last lines of the output of a process that has ended, after a colon; or nothing. */
  public String tail() {
    joinPump();
    return lastLines();
  }

  private String lastLines() {
    synchronized (lastLines) {
      return lastLines.isEmpty() ? "" : ": " + String.join(" | ", lastLines);
    }
  }
}
