package chat.settings;

import chat.problem.ProblemException;
import chat.protocol.UserSettings.QuietHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hours of the day in which somebody is not to be disturbed, in their own time zone: they move with
 * its summer time.
 *
 * @param from when they begin
 * @param to when they end; not after {@code from} means on the next day
 * @param days on which they begin
 */
public record QuietTimes(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  /**
   * Reads what a client sent.
   *
   * @throws ProblemException naming the field that is wrong
   */
  static QuietTimes of(QuietHours hours) {
    LocalTime from = time("quietHours.from", hours.from());
    LocalTime to = time("quietHours.to", hours.to());
    if (from.equals(to)) {
      throw ProblemException.inField("quietHours.to", "must differ from quietHours.from");
    }
    // Offsets have no summer time, and what the database of zones does not know can't be found.
    if (!ZoneId.getAvailableZoneIds().contains(hours.zone())) {
      throw ProblemException.inField(
          "quietHours.zone", "must be of the IANA time zone database, such as Asia/Seoul");
    }
    Set<DayOfWeek> days = new TreeSet<>(hours.days().stream().map(DayOfWeek::of).toList());
    return new QuietTimes(from, to, days, ZoneId.of(hours.zone()));
  }

  private static LocalTime time(String field, String text) {
    try {
      return LocalTime.parse(text, MINUTE);
    } catch (DateTimeParseException e) {
      throw ProblemException.inField(field, "must be a time of day, HH:MM");
    }
  }

  /** As clients see it. */
  QuietHours toHours() {
    List<Integer> numbers = days.stream().map(DayOfWeek::getValue).toList();
    return new QuietHours(MINUTE.format(from), MINUTE.format(to), numbers, zone.getId());
  }

  /** Whether they are on at that time. */
  public boolean contains(Instant time) {
    ZonedDateTime here = time.atZone(zone);
    // Only those that began today or yesterday can reach until now.
    return isWithin(here, here.toLocalDate()) || isWithin(here, here.toLocalDate().minusDays(1));
  }

  private boolean isWithin(ZonedDateTime time, LocalDate begin) {
    if (!days.contains(begin.getDayOfWeek())) {
      return false;
    }
    ZonedDateTime start = begin.atTime(from).atZone(zone);
    LocalDate lastDay = from.isBefore(to) ? begin : begin.plusDays(1);
    ZonedDateTime end = lastDay.atTime(to).atZone(zone);
    return !time.isBefore(start) && time.isBefore(end);
  }
}
