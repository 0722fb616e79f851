package chat.cell;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cell.Beats.Beat;
import chat.cell.CellView.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CellViewTest {
  private static final long SECOND = 1_000_000_000L;
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final UUID C = new UUID(0, 3);

  private final Map<UUID, Beat> beats = new HashMap<>();
  private long now = 100 * SECOND;

  private CellView view(UUID self) {
    CellView view = new CellView(self);
    List.of(A, B, C).forEach(view::joined);
    alive(A, B, C);
    assertThat(view.look(beats, now)).isEqualTo(Verdict.WAIT);
    return view;
  }

  private void alive(UUID... nodes) {
    List.of(nodes).forEach(node -> beat(node, Set.of()));
  }

  private void beat(UUID node, Set<UUID> missed) {
    long before = beats.containsKey(node) ? beats.get(node).count() : 0;
    beats.put(node, new Beat(before + 1, "", missed));
  }

  /** The last of some looks at the beats, a second apart, in which these nodes live. */
  private Verdict looks(CellView view, int count, UUID... living) {
    Verdict last = Verdict.WAIT;
    for (int i = 0; i < count && last == Verdict.WAIT; i++) {
      now += SECOND;
      alive(living);
      last = view.look(beats, now);
    }
    return last;
  }

  @Test
  void oneThatIsCutOffFromTwoThatLiveMustStop() {
    CellView view = view(A);
    view.lost(B, now);
    view.lost(C, now);
    assertThat(view.reachesHalf()).isFalse();
    assertThat(looks(view, 4, A, B, C)).isEqualTo(Verdict.CUT_OFF);
  }

  /** Its Hazelcast may wait for answers of those that it does not reach, and say nothing. */
  @Test
  void oneThatTwoOthersMissMustStopEvenIfItMissesNobody() {
    CellView view = view(A);
    Verdict verdict = Verdict.WAIT;
    for (int i = 0; i < 3; i++) {
      assertThat(verdict).isEqualTo(Verdict.WAIT);
      now += SECOND;
      beat(A, Set.of());
      beat(B, Set.of(A));
      beat(C, Set.of(A));
      verdict = view.look(beats, now);
    }
    assertThat(verdict).isEqualTo(Verdict.CUT_OFF);
  }

  @Test
  void thoseWhomOneMissesThatIsApartGoOn() {
    CellView view = view(B);
    for (int i = 0; i < 5; i++) {
      now += SECOND;
      beat(A, Set.of(B, C));
      alive(B, C);
      assertThat(view.look(beats, now)).isEqualTo(Verdict.WAIT);
    }
  }

  @Test
  void whomTheDeadMissedGoesOn() {
    CellView view = view(A);
    beat(B, Set.of(A));
    beat(C, Set.of(A));
    assertThat(looks(view, 5, A)).isEqualTo(Verdict.WAIT);
  }

  @Test
  void aNodeTellsWhomItMissesUntilTheyAreBackOrDead() {
    CellView view = view(A);
    view.lost(B, now);
    view.lost(C, now);
    assertThat(view.missed()).containsExactlyInAnyOrder(B, C);

    view.joined(B);
    assertThat(looks(view, 5, A, B)).isEqualTo(Verdict.SETTLED);
    assertThat(view.missed()).isEmpty();
  }

  @Test
  void twoThatAreCutOffFromOneThatLivesGoOn() {
    CellView view = view(B);
    view.lost(A, now);
    assertThat(view.reachesHalf()).isTrue();
    assertThat(looks(view, 10, A, B, C)).isEqualTo(Verdict.WAIT);
  }

  @Test
  void theOnlySurvivorOfTwoDeathsGoesOn() {
    CellView view = view(C);
    view.lost(A, now);
    view.lost(B, now);
    // The last beats of the dead arrive after they were lost.
    alive(A, B);
    assertThat(looks(view, 4, C)).isEqualTo(Verdict.SETTLED);
    assertThat(view.reachesHalf()).isTrue();
    assertThat(view.leftBehind()).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void exactlyOneOfTwoEqualSidesStops() {
    CellView low = new CellView(A);
    CellView high = new CellView(B);
    for (CellView view : List.of(low, high)) {
      view.joined(A);
      view.joined(B);
    }
    low.lost(B, now);
    high.lost(A, now);
    Verdict lows = Verdict.WAIT;
    Verdict highs = Verdict.WAIT;
    for (int i = 0; i < 6; i++) {
      now += SECOND;
      alive(A, B);
      lows = low.look(beats, now);
      highs = highs == Verdict.CUT_OFF ? highs : high.look(beats, now);
    }
    assertThat(lows).isEqualTo(Verdict.WAIT);
    assertThat(highs).isEqualTo(Verdict.CUT_OFF);
  }

  @Test
  void aLossIsForgottenWhenTheMemberIsBack() {
    CellView view = view(A);
    view.lost(B, now);
    view.lost(C, now);
    view.joined(B);
    view.joined(C);
    assertThat(looks(view, 5, A, B, C)).isEqualTo(Verdict.WAIT);
    assertThat(view.blind(now + 60 * SECOND)).isEqualTo(Verdict.WAIT);
  }

  @Test
  void withoutTheStoreTheSmallerSideStops() {
    CellView view = view(A);
    view.lost(B, now);
    view.lost(C, now);
    assertThat(view.blind(now + SECOND)).as("it may be back soon").isEqualTo(Verdict.WAIT);
    assertThat(view.blind(now + 3 * SECOND)).isEqualTo(Verdict.CUT_OFF);
  }

  @Test
  void withoutTheStoreHalfGoesOn() {
    CellView view = new CellView(A);
    view.joined(B);
    view.lost(B, now);
    assertThat(view.blind(now + 3 * SECOND)).isEqualTo(Verdict.SETTLED);
  }

  @Test
  void aStoreThatIsAwayAloneStopsNobody() {
    CellView view = view(A);
    assertThat(view.blind(now + 60 * SECOND)).isEqualTo(Verdict.WAIT);
  }

  /** The beat of one that has just died may be under way when its loss is noticed. */
  @Test
  void oneBeatAfterALossProvesNothingAndTwoDo() {
    CellView view = view(A);
    view.lost(B, now);
    view.lost(C, now);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      now += SECOND / 4;
      if (i % 2 == 1) {
        alive(A, B, C);
      }
      verdicts.add(view.look(beats, now));
    }
    assertThat(verdicts).containsExactly(Verdict.WAIT, Verdict.WAIT, Verdict.WAIT, Verdict.CUT_OFF);
  }

  /** They have ended because they were the smaller side: only then may they be taken for dead. */
  @Test
  void thoseThatAreApartAreDeadOnceTheirBeatStoodStillForASecond() {
    CellView view = view(B);
    view.lost(A, now);
    assertThat(looks(view, 5, A, B, C)).isEqualTo(Verdict.WAIT);
    now += SECOND / 2;
    alive(B, C);
    assertThat(view.look(beats, now)).isEqualTo(Verdict.WAIT);
    now += SECOND / 2;
    assertThat(view.look(beats, now)).isEqualTo(Verdict.SETTLED);
  }

  @Test
  void looksAreCloseOnlyWhileSomebodyIsLostOrMissed() {
    CellView view = view(A);
    assertThat(view.inDoubt()).isFalse();
    view.lost(B, now);
    assertThat(view.inDoubt()).isTrue();
    assertThat(looks(view, 4, A, C)).isEqualTo(Verdict.SETTLED);
    beats.remove(B);
    view.look(beats, now);
    assertThat(view.inDoubt()).isFalse();

    beat(C, Set.of(A));
    view.look(beats, now);
    assertThat(view.inDoubt()).isTrue();
    beat(C, Set.of());
    view.look(beats, now);
    assertThat(view.inDoubt()).isFalse();
  }
}
