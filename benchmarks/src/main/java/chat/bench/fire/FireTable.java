package chat.bench.fire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all runs together came to, fault by fault. */
public final class FireTable {
  private static final int SHOWN_OF_A_KIND = 5;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Verdict.Line> byFault = new LinkedHashMap<>();
  private final List<String> broken = new ArrayList<>();

  /** Adds a run. */
  public void add(long seed, Verdict verdict) {
    verdict.lines().forEach(line -> byFault.merge(line.fault(), line, Verdict.Line::plus));
    for (Violation.Kind kind : Violation.Kind.values()) {
      verdict.violations().stream()
          .filter(each -> each.kind() == kind)
          .limit(SHOWN_OF_A_KIND)
          .forEach(each -> broken.add("seed " + seed + ": " + kind + ": " + each.what()));
      long more = verdict.count(kind) - SHOWN_OF_A_KIND;
      if (more > 0) {
        broken.add("seed " + seed + ": " + kind + ": and " + more + " more");
      }
    }
  }

  private Verdict.Line all() {
    return byFault.values().stream()
        .reduce(Verdict.Line::plus)
        .map(line -> line.named("all"))
        .orElseThrow(() -> new IllegalStateException("there was no run"));
  }

  /** The figures of the contract, and the longest pause of each fault. */
  public Map<String, Double> figures() {
    Verdict.Line all = all();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("sent", (double) all.sent());
    figures.put("acknowledged", (double) all.acknowledged());
    figures.put("lost", (double) all.lost());
    figures.put("duplicated", (double) all.duplicated());
    figures.put("outOfOrder", (double) all.outOfOrder());
    figures.put("incomplete", (double) all.incomplete());
    figures.put("unanswered", (double) all.unanswered());
    figures.put("readsBack", (double) all.readsBack());
    figures.put("longestPauseMillis", all.longestPause().nanos() / NANOS_PER_MILLI);
    byFault.forEach(
        (fault, line) ->
            figures.put(
                camelCase(fault) + "LongestPauseMillis",
                line.longestPause().nanos() / NANOS_PER_MILLI));
    return figures;
  }

  private static String camelCase(String label) {
    StringBuilder out = new StringBuilder();
    for (String word : label.split("-")) {
      out.append(
          out.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return out.toString();
  }

  /** Prints a line a fault, then what broke. */
  public void print() {
    if (byFault.isEmpty()) {
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%n  %-16s %8s %8s %6s %6s %6s %6s %6s %6s %9s %8s%n",
        "fault",
        "sent",
        "acked",
        "lost",
        "twice",
        "order",
        "incompl",
        "unansw",
        "reads",
        "pause ms",
        "from s");
    byFault.values().forEach(FireTable::print);
    print(all());
    broken.forEach(each -> System.out.println("  " + each));
  }

  private static void print(Verdict.Line line) {
    System.out.printf(
        Locale.ROOT,
        "  %-16s %8d %8d %6d %6d %6d %7d %6d %6d %9.0f %8.1f%n",
        line.fault(),
        line.sent(),
        line.acknowledged(),
        line.lost(),
        line.duplicated(),
        line.outOfOrder(),
        line.incomplete(),
        line.unanswered(),
        line.readsBack(),
        line.longestPause().nanos() / NANOS_PER_MILLI,
        line.longestPause().from() / NANOS_PER_SECOND);
  }
}
