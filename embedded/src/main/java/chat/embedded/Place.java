package chat.embedded;

import chat.embedded.process.ChildSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where one server keeps what it has, below the data directory.
 *
 * @param name of the server, unique in the data directory
 * @param dataDir of the whole system, absolute
 * @param startLimit until it serves
 */
public record Place(String name, Path dataDir, Duration startLimit) {
  /** The server's own folder. */
  public Path folder() {
    return dataDir.resolve(name);
  }

  public Path logFile() {
    return dataDir.resolve("logs").resolve(name + ".log");
  }

  public Path pidFile() {
    return dataDir.resolve("run").resolve(name + ".pid");
  }

  /** A child process of this server. */
  public ChildSpec child(List<String> command, Predicate<String> readyLine) {
    return new ChildSpec(name, command, Map.of(), folder(), logFile(), pidFile(), readyLine);
  }
}
