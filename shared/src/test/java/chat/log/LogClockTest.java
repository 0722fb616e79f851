package chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogClockTest {
  private static final long TRUE = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final LogClock clock =
      new LogClock(Clock.fixed(Instant.ofEpochMilli(TRUE + HOUR), ZoneOffset.UTC));

  @AfterEach
  void close() {
    clock.close();
  }

  @Test
  void aClockThatIsAnHourAheadGoesByTheLogs() {
    clock.told(TRUE + 10, TRUE + HOUR, TRUE + HOUR + 20);

    assertThat(clock.millis()).isEqualTo(TRUE);
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochMilli(TRUE));
  }

  @Test
  void aClockThatIsSetRightIsNoLongerCorrected() {
    clock.told(TRUE, TRUE + HOUR, TRUE + HOUR);
    clock.told(TRUE + HOUR, TRUE + HOUR, TRUE + HOUR);

    assertThat(clock.millis()).isEqualTo(TRUE + HOUR);
  }

  @Test
  void whatAnAnswerMayBeUnderWayChangesNothing() {
    clock.told(TRUE + HOUR + 900, TRUE + HOUR, TRUE + HOUR);

    assertThat(clock.millis()).isEqualTo(TRUE + HOUR);
  }
}
