package chat.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the scripts of {@code src/test/node}, which drive real clients from npm. */
public final class NodeScripts {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "chat-verticle")).resolve("src/test/node");
  private static final Duration INSTALL_WITHIN = Duration.ofMinutes(3);

  private NodeScripts() {}

  /** The lines that a script prints; fails unless it ends in time and with success. */
  public static List<String> run(Duration within, String script, String... arguments)
      throws IOException, InterruptedException {
    install();
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    return execute(within, command);
  }

  /** Installs what the lock file names, unless that has been done already. */
  private static synchronized void install() throws IOException, InterruptedException {
    String wanted =
        Files.readString(FOLDER.resolve("package.json"))
            + Files.readString(FOLDER.resolve("package-lock.json"));
    Path stamp = FOLDER.resolve("node_modules/.installed");
    if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
      execute(INSTALL_WITHIN, List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
      Files.writeString(stamp, wanted);
    }
  }

  private static List<String> execute(Duration within, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("node", ".out");
    Path errors = Files.createTempFile("node", ".err");
    Process process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            command
                + (ended ? " failed: " : " did not end within " + within + ": ")
                + Files.readString(errors, UTF_8));
      }
      return Files.readAllLines(output, UTF_8);
    } finally {
      process.destroyForcibly();
      Files.delete(output);
      Files.delete(errors);
    }
  }
}
