package chat.access;

import java.util.Locale;

/** What someone is in a team or a channel; each outranks those after it. */
public enum Role {
  OWNER,
  ADMIN,
  MEMBER;

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
}
