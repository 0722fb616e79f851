package chat.bench.fire;

import chat.bench.fire.History.Delivery;
import chat.bench.fire.History.Outcome;
import chat.bench.fire.History.Submission;
import chat.bench.fire.History.View;
import chat.bench.fire.History.Window;
import chat.bench.fire.Verdict.Pause;
import chat.bench.fire.Violation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what happened in each window. */
final class Lines {
  private final History history;
  private final List<Violation> violations;
  private final Pause[] longestPause;

  Lines(History history, List<Violation> violations) {
    this.history = history;
    this.violations = violations;
    this.longestPause = new Pause[history.windows().size()];
    Arrays.fill(longestPause, Pause.NONE);
    history.views().forEach(this::pauses);
  }

  /** A pause belongs to the window in which it ends. What never comes is incomplete. */
  private void pauses(View view) {
    Map<String, Long> last = new HashMap<>();
    long begin = history.windows().getFirst().from();
    history.busy().forEach(channel -> last.put(channel, begin));
    for (Delivery delivery : view.deliveries()) {
      if (delivery.at() >= begin && history.busy().contains(delivery.channel())) {
        long before = last.put(delivery.channel(), delivery.at());
        int window = windowOf(delivery.at());
        longestPause[window] =
            longestPause[window].longer(new Pause(delivery.at() - before, before - begin));
      }
    }
  }

  private int windowOf(long time) {
    List<Window> windows = history.windows();
    for (int i = 0; i < windows.size() - 1; i++) {
      if (time < windows.get(i).to()) {
        return i;
      }
    }
    return windows.size() - 1;
  }

  List<Verdict.Line> all() {
    int count = history.windows().size();
    long[] sent = new long[count];
    long[] acknowledged = new long[count];
    for (Submission submission : history.submissions()) {
      int window = windowOf(submission.at());
      sent[window]++;
      if (submission.outcome() instanceof Outcome.Acknowledged) {
        acknowledged[window]++;
      }
    }
    long[][] broken = new long[Kind.values().length][count];
    for (Violation violation : violations) {
      broken[violation.kind().ordinal()][windowOf(violation.at())]++;
    }
    List<Verdict.Line> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          new Verdict.Line(
              history.windows().get(i).fault(),
              sent[i],
              acknowledged[i],
              broken[Kind.LOST.ordinal()][i],
              broken[Kind.DUPLICATED.ordinal()][i],
              broken[Kind.OUT_OF_ORDER.ordinal()][i],
              broken[Kind.INCOMPLETE.ordinal()][i] + broken[Kind.LATE.ordinal()][i],
              broken[Kind.UNANSWERED.ordinal()][i],
              broken[Kind.READ_BACK.ordinal()][i],
              broken[Kind.FOREIGN.ordinal()][i],
              broken[Kind.NOT_WELL.ordinal()][i],
              longestPause[i]));
    }
    return lines;
  }
}
