package chat.access;

import java.util.Locale;

/** What someone is in a team or a channel; each outranks those after it. Guests are of teams. */
public enum Role {
  OWNER,
  ADMIN,
  MEMBER,
  GUEST;

  /** As it is stored and sent. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads what {@link #text()} made. */
  public static Role of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Whether this one is higher. */
  public boolean outranks(Role other) {
    return ordinal() < other.ordinal();
  }

  /** Whether this one is that or higher. */
  public boolean isAtLeast(Role other) {
    return ordinal() <= other.ordinal();
  }
}
