package chat.embedded.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What to start.
 *
 * @param name short and unique in the data directory; names the log and the pid file
 * @param command program and arguments, not interpreted by a shell
 * @param environment added to the environment of this process
 * @param workingDirectory made if missing
 * @param logFile receives standard output and standard error
 * @param pidFile see {@link PidFile}
 * @param readyLine tells the line that the program prints once it serves; asked about every line
 */
public record ChildSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path workingDirectory,
    Path logFile,
    Path pidFile,
    Predicate<String> readyLine) {
  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
