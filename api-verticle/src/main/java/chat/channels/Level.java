package chat.channels;

import java.util.Locale;

/** Of what in a channel its member wants to be notified. */
public enum Level {
  ALL,
  MENTIONS,
  NONE;

  /** As it is stored and sent. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads what {@link #text()} made. */
  public static Level of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
