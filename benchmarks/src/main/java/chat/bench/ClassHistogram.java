package chat.bench;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Live objects of a process by class.
 *
 * @param classes instances and bytes by name
 */
record ClassHistogram(Map<String, long[]> classes) {
  private static final int TOP = 40;

  /** Collects garbage in that process and counts. */
  static ClassHistogram of(long pid) throws IOException {
    Map<String, long[]> classes = new HashMap<>();
    for (String line : Jcmd.run(pid, "GC.class_histogram").split("\n")) {
      String[] words = line.trim().split("\\s+");
      if (words.length >= 4 && words[0].endsWith(":")) {
        long[] counted = {Long.parseLong(words[1]), Long.parseLong(words[2])};
        classes.merge(words[3], counted, (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
      }
    }
    return new ClassHistogram(classes);
  }

  /** Bytes of the classes of which less is left in {@code later}, whatever else has grown. */
  long freedUntil(ClassHistogram later) {
    return classes.entrySet().stream()
        .mapToLong(
            entry ->
                entry.getValue()[1] - later.classes.getOrDefault(entry.getKey(), new long[2])[1])
        .filter(bytes -> bytes > 0)
        .sum();
  }

  /** Prints what grew most, for each of that many connections. */
  void printSince(ClassHistogram before, int connections) {
    System.out.println("  bytes and objects a connection, by class");
    classes.entrySet().stream()
        .map(
            entry -> {
              long[] then = before.classes.getOrDefault(entry.getKey(), new long[2]);
              return Map.entry(
                  entry.getKey(),
                  new double[] {
                    (double) (entry.getValue()[0] - then[0]) / connections,
                    (double) (entry.getValue()[1] - then[1]) / connections
                  });
            })
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue()[1]))
        .limit(TOP)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT,
                    "    %,9.1f %7.2f  %s%n",
                    entry.getValue()[1],
                    entry.getValue()[0],
                    entry.getKey()));
  }
}
