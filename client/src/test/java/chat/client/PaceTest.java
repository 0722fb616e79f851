package chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void afterTheBurstTokensComeAtTheRate() {
    Pace pace = new Pace(10, 3, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(pace.takeOrWaitMillis(0)).isZero();
    }

    assertThat(pace.takeOrWaitMillis(0)).isEqualTo(100);
    assertThat(pace.takeOrWaitMillis(SECOND / 20)).isEqualTo(50);
    assertThat(pace.takeOrWaitMillis(SECOND / 10)).isZero();
  }

  @Test
  void aLongPauseGivesNoMoreThanTheBurst() {
    Pace pace = new Pace(10, 3, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(pace.takeOrWaitMillis(100 * SECOND)).isZero();
    }

    assertThat(pace.takeOrWaitMillis(100 * SECOND)).isPositive();
  }
}
