package chat.channels;

import chat.access.Role;
import chat.protocol.Wire;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A member's own part of a channel.
 *
 * @param level what they want to be notified of
 * @param until when that becomes {@link Level#ALL} again, in milliseconds since 1970; null for
 *     never
 */
public record Own(Role role, Level level, Long until) {

  /** As clients see the notifications. */
  record Notifications(String level, @JsonInclude(JsonInclude.Include.ALWAYS) String until) {}

  /** The part of who has just become a member. */
  static Own fresh(Role role) {
    return new Own(role, Level.ALL, null);
  }

  /** What holds at that time. */
  Level levelAt(long now) {
    return until != null && until <= now ? Level.ALL : level;
  }

  Notifications notificationsAt(long now) {
    Level holds = levelAt(now);
    return new Notifications(
        holds.text(),
        holds == Level.ALL || until == null ? null : Wire.timestamp(Instant.ofEpochMilli(until)));
  }
}
