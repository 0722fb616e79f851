package chat.bench;

import chat.cluster.Metrics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long messages took stage by stage between two moments, from the node's histograms {@code
 * chat_send_stage}.
 *
 * @param buckets by stage: the number of messages up to a time in seconds
 */
record Stages(Map<String, TreeMap<Double, Double>> buckets) {
  private static final Pattern BUCKET =
      Pattern.compile("chat_send_stage_seconds_bucket\\{stage=\"(\\w+)\",le=\"([^\"]+)\"\\}");

  static Stages of(Metrics metrics) {
    Map<String, TreeMap<Double, Double>> buckets = new LinkedHashMap<>();
    metrics
        .values()
        .forEach(
            (name, value) -> {
              Matcher matcher = BUCKET.matcher(name);
              if (matcher.matches()) {
                String le = matcher.group(2);
                buckets
                    .computeIfAbsent(matcher.group(1), stage -> new TreeMap<>())
                    .put(
                        le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le),
                        value);
              }
            });
    return new Stages(buckets);
  }

  /** Prints a line for each stage, and reports the same. */
  void printSince(Stages before, Report report) {
    System.out.println("  stage        messages     p50 ms     p99 ms   (upper bounds of buckets)");
    buckets.forEach(
        (stage, counts) -> {
          TreeMap<Double, Double> then = before.buckets.getOrDefault(stage, new TreeMap<>());
          TreeMap<Double, Double> since = new TreeMap<>();
          counts.forEach((le, count) -> since.put(le, count - then.getOrDefault(le, 0.0)));
          double p50 = quantile(since, 0.5) * 1e3;
          double p99 = quantile(since, 0.99) * 1e3;
          System.out.printf(
              Locale.ROOT,
              "    %-9s %,10.0f %10.1f %10.1f%n",
              stage,
              since.lastEntry().getValue(),
              p50,
              p99);
          report.add(stage + "StageMillisP50", p50).add(stage + "StageMillisP99", p99);
        });
  }

  private static double quantile(TreeMap<Double, Double> counts, double share) {
    double wanted = counts.lastEntry().getValue() * share;
    for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
      if (bucket.getValue() >= wanted) {
        return bucket.getKey();
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
