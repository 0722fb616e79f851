package chat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What figures depend on: the code and the machine. */
final class Machine {
  private static final long KIB_PER_GIB = 1L << 20;

  private Machine() {}

  /** The commit, with {@code +} if files were changed since. */
  static String commit() {
    String commit = git("rev-parse", "--short=12", "HEAD");
    return commit.isEmpty()
        ? "unknown"
        : commit + (git("status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : "+");
  }

  static String describe() {
    return model()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, "
        + memoryGib()
        + " GiB, "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", Java "
        + Runtime.version();
  }

  private static String model() {
    return field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
  }

  private static long memoryGib() {
    return field(Path.of("/proc/meminfo"), "MemTotal")
        .map(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) / KIB_PER_GIB)
        .orElse(0L);
  }

  private static java.util.Optional<String> field(Path file, String name) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst();
    } catch (IOException e) {
      return java.util.Optional.empty();
    }
  }

  private static String git(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(command).directory(Common.root().toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? out.trim() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
