package chat.team;

import chat.access.Role;
import chat.protocol.Wire;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A team as one of its members sees it.
 *
 * @param general its first channel; null for a guest
 */
record TeamView(
    String id,
    String name,
    boolean open,
    boolean encrypted,
    @JsonInclude(JsonInclude.Include.ALWAYS) String general,
    String role,
    boolean muted,
    @JsonInclude(JsonInclude.Include.ALWAYS) String mutedUntil) {

  static TeamView of(Team team, Own own, long now) {
    boolean muted = own.muted() && (own.mutedUntil() == null || own.mutedUntil() > now);
    return new TeamView(
        team.id(),
        team.name(),
        team.open(),
        team.encrypted(),
        own.role() == Role.GUEST ? null : team.general(),
        own.role().text(),
        muted,
        muted && own.mutedUntil() != null
            ? Wire.timestamp(Instant.ofEpochMilli(own.mutedUntil()))
            : null);
  }

  /**
   * The member's own part.
   *
   * @param mutedUntil milliseconds since 1970, or null for no end
   */
  record Own(String team, Role role, long joined, boolean muted, Long mutedUntil) {}
}
