package chat.api;

import chat.problem.ProblemException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times up to which something is to last, as callers give them. */
public final class FutureTime {
  private static final Duration LONGEST = Duration.ofDays(3653);

  private FutureTime() {}

  /**
   * Reads a time between now and ten years from now.
   *
   * @param field what to blame
   * @param text as in RFC 3339; null for none
   * @return milliseconds since 1970, or null for none
   */
  public static Long parse(String field, String text, Clock clock) {
    if (text == null) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      Instant now = clock.instant();
      if (time.isAfter(now) && time.isBefore(now.plus(LONGEST))) {
        return time.toEpochMilli();
      }
    } catch (DateTimeException e) {
      throw ProblemException.inField(field, "must be a time as in RFC 3339");
    }
    throw ProblemException.inField(field, "must be between now and ten years from now");
  }
}
