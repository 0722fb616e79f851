package chat.cluster;

import java.util.HashMap;
import java.util.Map;

/**
 * A node's measurements at one moment.
 *
 * @param values by name with labels, as Prometheus's text format has them
 */
public record Metrics(Map<String, Double> values) {
  public Metrics {
    values = Map.copyOf(values);
  }

  static Metrics parse(String text) {
    Map<String, Double> values = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              if (space > 0) {
                values.put(line.substring(0, space), number(line.substring(space + 1)));
              }
            });
    return new Metrics(values);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The sum over all labels of the series with that name; 0 if there is none. */
  public double sum(String name) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
