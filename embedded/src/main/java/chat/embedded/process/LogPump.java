package chat.embedded.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Copies a child's output to its log file line by line. At {@value #MAX_CHARS} characters the file
 * becomes {@code NAME.log.1}, so a child's logs never take more than twice that.
 */
final class LogPump implements Runnable {
  private static final long MAX_CHARS = 10_000_000;

  private final InputStream output;
  private final Path file;
  private final Consumer<String> onLine;

  LogPump(InputStream output, Path file, Consumer<String> onLine) {
    this.output = output;
    this.file = file;
    this.onLine = onLine;
  }

  @Override
  public void run() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        line = copyUntilFull(lines, line);
      }
    } catch (IOException e) {
      // The pipe breaks when the child is killed; that it has ended is told by the process itself.
    }
  }

  /** Returns the first line that belongs to the next file, or null at the end. */
  private String copyUntilFull(BufferedReader lines, String first) throws IOException {
    long written = Files.exists(file) ? Files.size(file) : 0;
    if (written >= MAX_CHARS) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
      written = 0;
    }
    try (Writer log =
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      String line = first;
      while (line != null && written < MAX_CHARS) {
        write(log, line, lines.ready());
        written += line.length() + 1;
        onLine.accept(line);
        line = lines.readLine();
      }
      return line;
    }
  }

  /** A full disk must not stop the child, which would block on a pipe that nobody reads. */
  private static void write(Writer log, String line, boolean more) {
    try {
      log.write(line);
      log.write('\n');
      if (!more) {
        log.flush();
      }
    } catch (IOException e) {
      // The line is lost; the next one may fit.
    }
  }
}
