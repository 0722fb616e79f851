package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import chat.push.Dispatcher.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Outcome TAKEN = new Outcome.Delivered();
  private static final Outcome FAILED = new Outcome.Later("failed", -1, true);
  private static final Outcome NOT_THIS_DEVICE = new Outcome.Later("429", -1, false);
  private static final Outcome IN_A_MINUTE = new Outcome.Later("429", 60_000, true);

  private final List<Entry> pushed = new ArrayList<>();
  private final Map<Entry, Long> parked = new LinkedHashMap<>();
  private long now;
  private final Lane lane = new Lane(10, (lane, entry) -> pushed.add(entry), this::park, () -> now);

  private void park(Entry entry, long millis) {
    parked.put(entry, millis);
  }

  private Entry add() {
    Entry entry = new Entry(null, null, null, 0);
    lane.add(entry);
    return entry;
  }

  private void answer(Entry entry, Outcome outcome) {
    assertThat(pushed).contains(entry);
    lane.answered(entry, outcome, false);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    lane.tick();
  }

  @Test
  void aServiceThatNamesATimeIsLeftAloneUntilThen() {
    Entry refused = add();
    Entry underWay = add();
    answer(refused, IN_A_MINUTE);
    answer(underWay, TAKEN);
    Entry tried = add();
    Entry other = add();
    pass(Duration.ofSeconds(10));

    assertThat(pushed).as("nothing is sent meanwhile").containsExactly(refused, underWay);
    assertThat(parked).containsOnlyKeys(refused, other);
    assertThat(parked.get(refused)).isEqualTo(60_000);
    assertThat(parked.get(other)).isEqualTo(50_000);

    pass(Duration.ofSeconds(51));
    assertThat(pushed).as("one sees whether it is back").contains(tried);
    assertThat(lane.isOpen()).isTrue();
    answer(tried, TAKEN);
    assertThat(lane.isOpen()).isFalse();
  }

  @Test
  void aLongerTimeCountsAndAShorterOneDoesNot() {
    Entry first = add();
    Entry longer = add();
    Entry shorter = add();
    answer(first, IN_A_MINUTE);
    answer(longer, new Outcome.Later("503", 120_000, true));
    answer(shorter, new Outcome.Later("503", 1_000, true));

    assertThat(parked.get(shorter)).isEqualTo(120_000);
  }

  @Test
  void aServiceIsAskedNowAndThenHoweverLongItWantsToBeLeftAlone() {
    Entry refused = add();
    answer(refused, new Outcome.Later("429", 86_400_000, true));
    assertThat(parked.get(refused)).as("the device itself waits").isEqualTo(86_400_000);

    Entry next = add();
    pass(Duration.ofMinutes(10));
    assertThat(pushed).contains(next);
  }

  @Test
  void whatMayBeOneDevicesAffairHoldsUpNoOther() {
    Entry refused = add();
    answer(refused, NOT_THIS_DEVICE);
    assertThat(parked).as("it is not asked again at once").containsOnlyKeys(refused);

    Entry next = add();
    assertThat(pushed).contains(next);
  }

  @Test
  void manyRefusalsInARowAreTheServicesAffairAndItIsAskedEverMoreSeldom() {
    for (int i = 0; i < 5; i++) {
      answer(add(), NOT_THIS_DEVICE);
    }
    assertThat(lane.isOpen()).isTrue();

    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Entry next = add();
      long since = now;
      while (!pushed.contains(next)) {
        pass(Duration.ofMillis(250));
      }
      pauses.add((now - since) / 1_000_000);
      answer(next, NOT_THIS_DEVICE);
    }

    assertThat(pauses)
        .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void aFailureIsTriedAgainThreeTimesAtOnce() {
    Entry entry = add();
    for (int i = 1; i <= 3; i++) {
      entry.tries = i;
      answer(entry, FAILED);
    }

    assertThat(pushed).containsExactly(entry, entry, entry);
    assertThat(parked).containsOnlyKeys(entry);
  }

  @Test
  void whatIsMuchIsParked() {
    for (int i = 0; i < 10_010; i++) {
      add();
    }
    assertThat(parked).isEmpty();

    Entry oneTooMany = add();
    assertThat(parked).containsOnlyKeys(oneTooMany);
  }

  @Test
  void aLaneThatNobodyUsesIsIdleEvenIfItsServiceNeverCameBack() {
    for (int i = 0; i < 5; i++) {
      answer(add(), NOT_THIS_DEVICE);
    }
    pass(Duration.ofMinutes(9));
    assertThat(lane.isIdle()).isFalse();

    pass(Duration.ofMinutes(2));
    assertThat(lane.isOpen()).isTrue();
    assertThat(lane.isIdle()).isTrue();
  }
}
