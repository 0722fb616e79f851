package chat.channels;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A channel or direct message; never changes once made.
 *
 * @param home its team, or for a direct message itself
 * @param name empty for a direct message
 */
public record Channel(
    String id, String home, Kind kind, String name, boolean isPrivate, boolean encrypted) {

  /** What it is. */
  public enum Kind {
    CHANNEL,
    DM
  }

  @JsonIgnore
  public boolean isDm() {
    return kind == Kind.DM;
  }

  /** The team, or null for a direct message. */
  public String team() {
    return isDm() ? null : home;
  }
}
