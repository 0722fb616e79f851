package chat.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file that names a process so that a later run can tell it from another process which was given
 * the same number: beside the pid stands what {@code /proc} says about its start (boot id and clock
 * ticks since boot, which no change of the wall clock moves).
 */
public final class PidFile {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Field 22 of /proc/PID/stat, counted after the command name, which may hold spaces. */
  private static final int START_TIME_AFTER_NAME = 19;

  private final Path file;

  public PidFile(Path file) {
    this.file = file;
  }

  /** Writes the identity of a running process; nothing if it has already ended. */
  public void write(long pid) throws IOException {
    Optional<String> identity = identity(pid);
    if (identity.isPresent()) {
      Files.createDirectories(file.getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, pid + "\n" + identity.get() + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The process that the file names, if that very process still runs. */
  public Optional<ProcessHandle> running() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() < 2 || !lines.get(0).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    long pid = Long.parseLong(lines.get(0));
    return identity(pid).filter(lines.get(1)::equals).flatMap(same -> ProcessHandle.of(pid));
  }

  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Kills the process that an earlier run left behind, waits until it is gone, and removes the
   * file.
   *
   * @return whether there was such a process
   * @throws IOException if it is still there after {@code limit}
   */
  public boolean reap(Duration limit) throws IOException {
    Optional<ProcessHandle> stale = running();
    if (stale.isPresent()) {
      ProcessHandle process = stale.get();
      process.destroyForcibly();
      try {
        process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof TimeoutException) {
          throw new IOException("process " + process.pid() + " of " + file + " does not end", e);
        }
        throw e;
      }
    }
    delete();
    return stale.isPresent();
  }

  private static Optional<String> identity(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean zombie = fields[0].equals("Z");
      return zombie
          ? Optional.empty()
          : Optional.of(fields[START_TIME_AFTER_NAME] + "@" + Files.readString(BOOT_ID).strip());
    } catch (IOException e) {
      return Optional.empty(); // no such process
    }
  }
}
