package chat.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of one benchmark: a table for people, and the same numbers as JSON for programs. The
 * names end in their unit and are part of the contract. A figure that is added more than once, as
 * it is by several runs, counts with its median; the table then shows the least and the most too.
 */
final class Report {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String bench;
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  /** The file's shape. */
  record Json(String bench, String commit, String machine, int runs, Map<String, Double> figures) {}

  Report(String bench) {
    this.bench = bench;
  }

  Report add(String name, double value) {
    // Three digits after the point are more than any of these can be repeated to.
    figures.computeIfAbsent(name, n -> new ArrayList<>()).add(Math.round(value * 1_000) / 1_000.0);
    return this;
  }

  Map<String, Double> figures() {
    Map<String, Double> medians = new LinkedHashMap<>();
    figures.forEach((name, values) -> medians.put(name, median(values)));
    return medians;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private int runs() {
    return figures.values().stream().mapToInt(List::size).max().orElse(0);
  }

  /** Prints the table; writes the file if one is wanted. */
  void publish(Optional<Path> file) throws IOException {
    int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
    System.out.println();
    System.out.println(bench + " at " + Machine.commit() + " on " + Machine.describe());
    figures.forEach((name, values) -> System.out.println(line(name, values, width)));
    write(file);
  }

  /** Writes the file if one is wanted. */
  void write(Optional<Path> file) throws IOException {
    if (file.isPresent()) {
      Json json = new Json(bench, Machine.commit(), Machine.describe(), runs(), figures());
      Files.writeString(file.get(), MAPPER.writeValueAsString(json) + "\n");
    }
  }

  private static String line(String name, List<Double> values, int width) {
    String median = String.format(Locale.ROOT, "  %-" + width + "s  %,14.3f", name, median(values));
    if (values.size() == 1) {
      return median;
    }
    double least = values.stream().mapToDouble(value -> value).min().orElse(0);
    double most = values.stream().mapToDouble(value -> value).max().orElse(0);
    return String.format(
        Locale.ROOT, "%s   %,.3f to %,.3f in %d runs", median, least, most, values.size());
  }
}
