package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TypingLimitTest {
  private final TypingLimit limit = new TypingLimit();

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aUserTellsOnceInThreeSecondsAndChannel() {
    assertThat(limit.mayTell("u", "c", seconds(1))).isTrue();
    assertThat(limit.mayTell("u", "c", seconds(3))).isFalse();
    assertThat(limit.mayTell("u", "d", seconds(3))).isTrue();
    assertThat(limit.mayTell("v", "c", seconds(3))).isTrue();
    assertThat(limit.mayTell("u", "c", seconds(4))).isTrue();
    assertThat(limit.mayTell("u", "c", seconds(5))).isFalse();
  }

  @Test
  void theFirstLettersAfterAMessageAreTold() {
    assertThat(limit.mayTell("u", "c", seconds(1))).isTrue();
    limit.sent("u", "d");
    assertThat(limit.mayTell("u", "c", seconds(2))).as("another channel's message").isFalse();
    limit.sent("u", "c");
    assertThat(limit.mayTell("u", "c", seconds(2))).isTrue();
    assertThat(limit.mayTell("u", "c", seconds(3))).isFalse();
  }

  @Test
  void itsMemoryIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(limit.mayTell("u" + i, "c", 1)).isTrue();
    }
    assertThat(limit.mayTell("one more", "c", 1)).isTrue();
    assertThat(limit.mayTell("u0", "c", 1)).as("forgotten").isTrue();
    assertThat(limit.mayTell("u9999", "c", 1)).isFalse();
  }
}
