package chat.embedded.supervisor;

import java.nio.file.Path;

/**
 * The options of {@code ./run}.
 *
 * @param port public port of the first node; the others follow
 * @param dataDir absolute
 * @param nodes 1 to {@value #MAX_NODES}
 */
public record RunOptions(int port, Path dataDir, int nodes) {
  static final int MAX_NODES = 9;
  private static final int DEFAULT_PORT = 8080;
  private static final int MAX_PORT = 65_535;

  public static final String USAGE = "usage: ./run [--port P] [--data DIR] [--nodes N]";

  /**
   * Reads {@code --name value} and {@code --name=value}.
   *
   * @throws Refusal naming the option that is wrong
   */
  public static RunOptions parse(String... arguments) throws Refusal {
    int port = DEFAULT_PORT;
    int nodes = 1;
    Path dataDir = Path.of("data");
    for (int i = 0; i < arguments.length; i++) {
      String[] parts = arguments[i].split("=", 2);
      String value;
      if (parts.length == 2) {
        value = parts[1];
      } else if (i + 1 < arguments.length) {
        i++;
        value = arguments[i];
      } else {
        throw new Refusal(parts[0] + " needs a value; " + USAGE);
      }
      switch (parts[0]) {
        case "--port" -> port = number(parts[0], value, MAX_PORT);
        case "--nodes" -> nodes = number(parts[0], value, MAX_NODES);
        case "--data" -> dataDir = Path.of(value);
        default -> throw new Refusal("unknown option " + parts[0] + "; " + USAGE);
      }
    }
    if (port + nodes - 1 > MAX_PORT) {
      throw new Refusal("--port " + port + " leaves no room for " + nodes + " nodes");
    }
    return new RunOptions(port, dataDir.toAbsolutePath().normalize(), nodes);
  }

  private static int number(String option, String value, int max) throws Refusal {
    if (!value.matches("[0-9]{1,5}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > max) {
      throw new Refusal(
          option + " must be a number from 1 to " + max + ", not " + value + "; " + USAGE);
    }
    return Integer.parseInt(value);
  }
}
