package chat.protocol;

import java.time.Instant;
import java.util.List;

/**
 * What a user has set for all devices.
 *
 * @param language {@code en} or {@code ko}; null for that of the device
 * @param theme {@code light} or {@code dark}; null for that of the device
 * @param quietHours when not to be disturbed; null for never
 * @param pausedUntil no notifications until then; null if they are not paused
 * @param version grows with every change: of two, the higher one is newer
 */
public record UserSettings(
    String language, String theme, QuietHours quietHours, Instant pausedUntil, long version) {

  /**
   * Hours of the day in which the user is not to be disturbed.
   *
   * @param from when they begin, {@code HH:MM}
   * @param to when they end; before {@code from} means on the next day
   * @param days on which they begin, 1 (Monday) to 7 (Sunday)
   * @param zone of the IANA time zone database, such as {@code Asia/Seoul}
   */
  public record QuietHours(String from, String to, List<Integer> days, String zone) {}
}
