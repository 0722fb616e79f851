package chat.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of one benchmark: a table for people, and the same numbers as JSON for programs. The
 * names end in their unit and are part of the contract.
 */
final class Report {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String bench;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  /** The file's shape. */
  record Json(String bench, String commit, String machine, int runs, Map<String, Double> figures) {}

  Report(String bench) {
    this.bench = bench;
  }

  Report add(String name, double value) {
    // Three digits after the point are more than any of these can be repeated to.
    figures.put(name, Math.round(value * 1_000) / 1_000.0);
    return this;
  }

  Map<String, Double> figures() {
    return Map.copyOf(figures);
  }

  /** Prints the table; writes the file if one is wanted. */
  void publish(Optional<Path> file) throws IOException {
    Json json = new Json(bench, Machine.commit(), Machine.describe(), 1, figures);
    int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
    System.out.println();
    System.out.println(bench + " at " + json.commit() + " on " + json.machine());
    figures.forEach(
        (name, value) ->
            System.out.printf(Locale.ROOT, "  %-" + width + "s  %,14.3f%n", name, value));
    if (file.isPresent()) {
      Files.writeString(file.get(), MAPPER.writeValueAsString(json) + "\n");
    }
  }
}
