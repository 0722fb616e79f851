package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final String SENT = "Sun, 06 Nov 1994 08:49:37 GMT";

  @Test
  void secondsAreUnderstood() {
    assertThat(RetryAfter.millis("120", null)).isEqualTo(120_000);
    assertThat(RetryAfter.millis(" 0 ", SENT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:50:07 GMT",
        "Sunday, 06-Nov-94 08:50:07 GMT",
        "Sun Nov  6 08:50:07 1994"
      })
  void aDateIsMeantByTheClockOfWhoSentIt(String date) {
    assertThat(RetryAfter.millis(date, SENT)).isEqualTo(30_000);
  }

  @Test
  void aDateIsMeantByOursIfTheySendNone() {
    String inAnHour =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(3_600).atOffset(ZoneOffset.UTC));

    assertThat(RetryAfter.millis(inAnHour, null)).isBetween(3_500_000L, 3_600_000L);
    assertThat(RetryAfter.millis(inAnHour, "nonsense")).isBetween(3_500_000L, 3_600_000L);
  }

  @Test
  void whatIsOverIsNowAndADayIsTheLongest() {
    assertThat(RetryAfter.millis("Sun, 06 Nov 1994 08:00:00 GMT", SENT)).isZero();
    assertThat(RetryAfter.millis("Sun, 06 Nov 2094 08:00:00 GMT", SENT)).isEqualTo(86_400_000);
    assertThat(RetryAfter.millis("99999999999999999999", null)).isEqualTo(86_400_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "Sun, 99 Nov 1994", "١٢"})
  void nonsenseIsNothing(String header) {
    assertThat(RetryAfter.millis(header, SENT)).isEqualTo(-1);
  }

  @Test
  void noHeaderIsNothingNorIsALongOne() {
    assertThat(RetryAfter.millis(null, SENT)).isEqualTo(-1);
    assertThat(RetryAfter.millis("x".repeat(10_000), SENT)).isEqualTo(-1);
  }
}
