package chat.embedded.supervisor;

import chat.embedded.Place;
import chat.embedded.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One node process. */
final class Node implements Guardian.Ward {
  private final NodePlan plan;
  private final Place place;
  private final Path config;
  private final Function<Path, List<String>> command;
  private final Duration stopLimit;
  private volatile ChildProcess process;

  /**
   * @param command for a configuration file
   */
  Node(
      NodePlan plan,
      Place place,
      Path config,
      Function<Path, List<String>> command,
      Duration stopLimit) {
    this.plan = plan;
    this.place = place;
    this.config = config;
    this.command = command;
    this.stopLimit = stopLimit;
  }

  NodePlan plan() {
    return plan;
  }

  /** Starts the process and returns at once; the node waits for its back ends by itself. */
  @Override
  public void start() throws IOException {
    process = ChildProcess.start(place.child(command.apply(config), line -> false));
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return process.onExit();
  }

  /**
   * Returns once the node serves.
   *
   * @throws Refusal if it ends, or the time is over
   */
  void awaitReady(Duration limit) throws Refusal {
    ReadyProbe probe = new ReadyProbe(plan.managementPort());
    long start = System.nanoTime();
    while (!probe.isReady()) {
      if (!process.isAlive()) {
        throw new Refusal(
            "%s ended with status %d%s; all of it is in %s"
                .formatted(plan.name(), onExit().join(), process.tail(), place.logFile()));
      }
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new Refusal(
            "%s does not serve after %d s; see %s"
                .formatted(plan.name(), limit.toSeconds(), place.logFile()));
      }
      ReadyProbe.pause();
    }
  }

  void stop() {
    if (process != null) {
      process.stop(stopLimit);
    }
  }
}
