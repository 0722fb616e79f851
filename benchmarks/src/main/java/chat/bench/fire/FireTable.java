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

  /** The figures of the contract: what all faults came to together. */
  public Map<String, Double> figures() {
    return figures(all());
  }

  /** The same figures of each fault, whose name comes first. */
  public Map<String, Double> figuresByFault() {
    Map<String, Double> figures = new LinkedHashMap<>();
    byFault.forEach(
        (fault, line) ->
            figures(line)
                .forEach((name, value) -> figures.put(camelCase(fault + '-' + name), value)));
    return figures;
  }

  private static Map<String, Double> figures(Verdict.Line line) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("sent", (double) line.sent());
    figures.put("acknowledged", (double) line.acknowledged());
    figures.put("lost", (double) line.lost());
    figures.put("duplicated", (double) line.duplicated());
    figures.put("outOfOrder", (double) line.outOfOrder());
    figures.put("incomplete", (double) line.incomplete());
    figures.put("unanswered", (double) line.unanswered());
    figures.put("readsBack", (double) line.readsBack());
    figures.put("foreign", (double) line.foreign());
    figures.put("notWell", (double) line.notWell());
    figures.put("longestPauseMillis", line.longestPause().nanos() / NANOS_PER_MILLI);
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
    System.out.println();
    lines().forEach(System.out::println);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-16s %8s %8s %6s %6s %6s %6s %6s %6s %9s %8s",
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
            "from s"));
    byFault.values().forEach(line -> lines.add(row(line)));
    lines.add(row(all()));
    broken.forEach(each -> lines.add("  " + each));
    return lines;
  }

  private static String row(Verdict.Line line) {
    return String.format(
            Locale.ROOT,
            "  %-16s %8d %8d %6d %6d %6d %7d %6d %6d %9.0f %8.1f",
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
            line.longestPause().from() / NANOS_PER_SECOND)
        + unlessNone(line.foreign(), "foreign")
        + unlessNone(line.notWell(), "not well");
  }

  /** What is so rare that it has no column. */
  private static String unlessNone(long count, String what) {
    return count == 0 ? "" : "  " + count + ' ' + what;
  }
}
