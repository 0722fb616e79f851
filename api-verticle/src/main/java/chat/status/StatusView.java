package chat.status;

import java.time.Instant;

/** The caller's own status in the contract's words. */
record StatusView(String text, String emoji, Instant until, boolean lastSeen) {
  static StatusView of(Statuses.Own own) {
    return new StatusView(own.text(), own.emoji(), time(own.until()), own.lastSeen());
  }

  static Instant time(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
