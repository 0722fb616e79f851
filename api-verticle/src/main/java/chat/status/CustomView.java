package chat.status;

import chat.bus.PresenceMessages.Custom;
import java.time.Instant;

/** What a user says of themselves, in the contract's words. */
public record CustomView(String text, String emoji, Instant until) {
  /** {@code null} for {@code null}. */
  public static CustomView of(Custom custom) {
    return custom == null
        ? null
        : new CustomView(custom.text(), custom.emoji(), StatusView.time(custom.until()));
  }
}
