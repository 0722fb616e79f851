package chat.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.problem.ProblemException;
import chat.protocol.UserSettings.QuietHours;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuietTimesTest {
  private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5, 6, 7);

  private static boolean quiet(QuietHours hours, String at) {
    return QuietTimes.of(hours).contains(Instant.parse(at));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T12:59:59Z, false", // 21:59:59 in Seoul
    "2026-06-01T13:00:00Z, true",
    "2026-06-01T21:59:59Z, true", // 06:59:59
    "2026-06-01T22:00:00Z, false",
  })
  void aNightReachesIntoTheNextDayOfTheUsersOwnZone(String at, boolean quiet) {
    assertThat(quiet(new QuietHours("22:00", "07:00", ALL, "Asia/Seoul"), at)).isEqualTo(quiet);
  }

  @Test
  void aDayCountsWhereTheHoursBegin() {
    QuietHours friday = new QuietHours("22:00", "07:00", List.of(5), "UTC");

    assertThat(quiet(friday, "2026-06-05T23:00:00Z")).isTrue(); // a Friday
    assertThat(quiet(friday, "2026-06-06T06:00:00Z")).isTrue();
    assertThat(quiet(friday, "2026-06-06T23:00:00Z")).isFalse();
    assertThat(quiet(friday, "2026-06-05T06:00:00Z")).isFalse();
  }

  @Test
  void theHoursMoveWithSummerTime() {
    QuietHours work = new QuietHours("09:00", "17:00", ALL, "Europe/Berlin");

    assertThat(quiet(work, "2026-01-15T07:30:00Z")).isFalse(); // 08:30 in winter
    assertThat(quiet(work, "2026-07-15T07:30:00Z")).isTrue(); // 09:30 in summer
    // The night in which 02:30 does not exist: hours that begin then begin at 03:30.
    QuietHours night = new QuietHours("02:30", "05:00", ALL, "Europe/Berlin");
    assertThat(quiet(night, "2026-03-29T01:15:00Z")).isFalse(); // 03:15
    assertThat(quiet(night, "2026-03-29T01:45:00Z")).isTrue(); // 03:45
  }

  @ParameterizedTest
  @CsvSource({
    "22:00, 22:00, UTC,        quietHours.to",
    "22:00, 07:00, Mars/Phobos, quietHours.zone",
    "22:00, 07:00, +09:00,     quietHours.zone",
    "22:00, 24:01, UTC,        quietHours.to",
  })
  void hoursThatMakeNoSenseAreRefusedNamingTheField(
      String from, String to, String zone, String field) {
    assertThatThrownBy(() -> QuietTimes.of(new QuietHours(from, to, ALL, zone)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.field()).isEqualTo(Optional.of(field)));
  }
}
