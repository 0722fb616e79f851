package chat.bench.fire;

import java.util.List;

/**
 * What the checker found.
 *
 * @param lines one for each window, in their order
 */
public record Verdict(List<Line> lines, List<Violation> violations) {
  public Verdict {
    lines = List.copyOf(lines);
    violations = List.copyOf(violations);
  }

  /**
   * A time without deliveries.
   *
   * @param from since the run began
   */
  public record Pause(long nanos, long from) {
    static final Pause NONE = new Pause(0, 0);

    Pause longer(Pause other) {
      return nanos >= other.nanos ? this : other;
    }
  }

  /**
   * The figures of one window.
   *
   * @param incomplete what a client did not have in time, whether it came later or never
   * @param longestPause in which a client got no message of a busy channel
   */
  public record Line(
      String fault,
      long sent,
      long acknowledged,
      long lost,
      long duplicated,
      long outOfOrder,
      long incomplete,
      long unanswered,
      long readsBack,
      long foreign,
      long notWell,
      Pause longestPause) {

    /** Both together: what several windows of one fault come to. */
    Line plus(Line other) {
      return new Line(
          fault,
          sent + other.sent,
          acknowledged + other.acknowledged,
          lost + other.lost,
          duplicated + other.duplicated,
          outOfOrder + other.outOfOrder,
          incomplete + other.incomplete,
          unanswered + other.unanswered,
          readsBack + other.readsBack,
          foreign + other.foreign,
          notWell + other.notWell,
          longestPause.longer(other.longestPause));
    }

    Line named(String name) {
      return new Line(
          name,
          sent,
          acknowledged,
          lost,
          duplicated,
          outOfOrder,
          incomplete,
          unanswered,
          readsBack,
          foreign,
          notWell,
          longestPause);
    }
  }

  /** Whether every promise held. */
  public boolean isClean() {
    return violations.isEmpty();
  }

  long count(Violation.Kind kind) {
    return violations.stream().filter(each -> each.kind() == kind).count();
  }
}
