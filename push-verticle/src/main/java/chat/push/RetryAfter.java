package chat.push;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/**
 * The header {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or a date in any of the three
 * forms that section 5.6.7 asks for.
 */
final class RetryAfter {
  private static final long SECOND = 1_000;
  private static final long LONGEST_SECONDS = 86_400;

  /** What the parser takes. */
  private static final int LONGEST_DATE = 64;

  private RetryAfter() {}

  /**
   * In how many milliseconds to come back, at most a day; -1 if the header is not there or says
   * nothing that is understood.
   *
   * @param sent the answer's header {@code Date}, by whose clock a date is meant; may be null
   */
  static long millis(String header, String sent) {
    if (header == null) {
      return -1;
    }
    String text = header.trim();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > 9 ? LONGEST_SECONDS * SECOND : bounded(Long.parseLong(text) * SECOND);
    }
    Date then = date(text);
    if (then == null) {
      return -1;
    }
    Date now = sent == null ? null : date(sent);
    return bounded(then.getTime() - (now == null ? System.currentTimeMillis() : now.getTime()));
  }

  /** Null if it is none. */
  private static Date date(String text) {
    return text.length() > LONGEST_DATE ? null : DateFormatter.parseHttpDate(text);
  }

  private static long bounded(long millis) {
    return Math.clamp(millis, 0, LONGEST_SECONDS * SECOND);
  }
}
