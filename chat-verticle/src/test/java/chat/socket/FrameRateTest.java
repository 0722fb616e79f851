package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameRateTest {
  private static final long SECOND = 1_000_000_000L;
  private final FrameRate rate = new FrameRate(50, 200);

  @Test
  void aBurstPassesAndNoMore() {
    assertThat(passed(0, SECOND)).isEqualTo(200);
  }

  @Test
  void afterwardsTheRateIsTheAverage() {
    long full = drain(0, SECOND);
    assertThat(passed(full, 2 * SECOND)).isEqualTo(50);
  }

  @Test
  void aLongPauseGivesOneBurst() {
    long full = drain(0, SECOND);
    assertThat(passed(full, 3_600 * SECOND)).isEqualTo(200);
  }

  private int passed(long full, long now) {
    int passed = 0;
    for (long next = rate.take(full, now); next != FrameRate.REFUSED; next = rate.take(next, now)) {
      passed++;
    }
    return passed;
  }

  private long drain(long full, long now) {
    long last = full;
    for (long next = rate.take(full, now); next != FrameRate.REFUSED; next = rate.take(next, now)) {
      last = next;
    }
    return last;
  }
}
