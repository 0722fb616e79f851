package chat.bench.fire;

import static org.assertj.core.api.Assertions.assertThat;

import chat.bench.fire.Verdict.Line;
import chat.bench.fire.Verdict.Pause;
import java.util.List;
import org.junit.jupiter.api.Test;

class FireTableTest {
  private static final Pause PAUSE = new Pause(1_500_000_000, 0);
  private static final Line CALM = new Line("calm", 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, Pause.NONE);
  private static final Line KILLED = new Line("kill-node", 9, 8, 1, 2, 3, 4, 5, 6, 7, 1, PAUSE);

  private static FireTable table(Line... lines) {
    FireTable table = new FireTable();
    table.add(1, new Verdict(List.of(lines), List.of()));
    return table;
  }

  @Test
  void theFiguresNameEachPromiseThatCanBreak() {
    assertThat(table(CALM, KILLED).figures())
        .containsEntry("sent", 18.0)
        .containsEntry("acknowledged", 17.0)
        .containsEntry("lost", 1.0)
        .containsEntry("duplicated", 2.0)
        .containsEntry("outOfOrder", 3.0)
        .containsEntry("incomplete", 4.0)
        .containsEntry("unanswered", 5.0)
        .containsEntry("readsBack", 6.0)
        .containsEntry("foreign", 7.0)
        .containsEntry("notWell", 1.0)
        .containsEntry("longestPauseMillis", 1_500.0)
        .hasSize(11);
  }

  @Test
  void eachFaultHasTheSameFiguresWithItsNameBeforeThem() {
    assertThat(table(CALM, KILLED, KILLED).figuresByFault())
        .containsEntry("calmSent", 9.0)
        .containsEntry("calmNotWell", 0.0)
        .containsEntry("killNodeSent", 18.0)
        .containsEntry("killNodeOutOfOrder", 6.0)
        .containsEntry("killNodeForeign", 14.0)
        .containsEntry("killNodeNotWell", 2.0)
        .containsEntry("killNodeLongestPauseMillis", 1_500.0)
        .hasSize(22);
  }

  @Test
  void theTableNamesWhatHasNoColumnWhereItIsNotZero() {
    List<String> lines = table(CALM, KILLED).lines();

    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).startsWith("  calm ").doesNotContain("foreign", "not well");
    assertThat(lines.get(2)).startsWith("  kill-node ").endsWith("  7 foreign  1 not well");
    assertThat(lines.get(3)).startsWith("  all ").endsWith("  7 foreign  1 not well");
  }
}
