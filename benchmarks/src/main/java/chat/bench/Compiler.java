package chat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How busy the just-in-time compiler of a JVM is. A node that has just started spends more on it
 * than on messages; what it costs then says nothing about a node that has run for an hour.
 */
final class Compiler {
  private static final int FIELDS_BEFORE_USER_TIME = 11;

  /** Jiffies: Linux has shown user space 100 a second since 2.6, whatever the kernel's own rate. */
  private static final double TICKS_A_SECOND = 100;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** Cores, of all compilers together. */
  private static final double AT_REST = 0.02;

  private final Path tasks;
  private long ticks;
  private long at;

  Compiler(long pid) throws IOException {
    this.tasks = Path.of("/proc", Long.toString(pid), "task");
    share();
  }

  /** Waits until the compilers of all these JVMs have little left to do, or the time is over. */
  static void awaitRest(List<Long> pids, Duration longest) throws IOException {
    List<Compiler> compilers = new ArrayList<>();
    for (long pid : pids) {
      compilers.add(new Compiler(pid));
    }
    long begun = System.nanoTime();
    double share;
    do {
      Common.pause(LOOK_EVERY);
      share = 0;
      for (Compiler compiler : compilers) {
        share += compiler.share();
      }
    } while (share > AT_REST && System.nanoTime() - begun < longest.toNanos());
  }

  /** Cores that it has used since the last call. */
  double share() throws IOException {
    long before = ticks;
    long beforeAt = at;
    ticks = used();
    at = System.nanoTime();
    return (ticks - before) / TICKS_A_SECOND / ((at - beforeAt) / 1e9);
  }

  private long used() throws IOException {
    long sum = 0;
    List<Path> threads;
    try (Stream<Path> all = Files.list(tasks)) {
      threads = all.toList();
    }
    for (Path thread : threads) {
      try {
        String stat = Files.readString(thread.resolve("stat"));
        // The name stands in parentheses and may hold anything.
        int end = stat.lastIndexOf(')');
        if (stat.substring(0, end).matches("(?s)\\d+ \\(C[12] Compil.*")) {
          String[] fields = stat.substring(end + 2).split(" ", -1);
          sum +=
              Long.parseLong(fields[FIELDS_BEFORE_USER_TIME])
                  + Long.parseLong(fields[FIELDS_BEFORE_USER_TIME + 1]);
        }
      } catch (NoSuchFileException ended) {
        // A thread that is no more costs nothing more.
      }
    }
    return sum;
  }
}
