package chat.presence;

import java.util.Arrays;
import java.util.Optional;

/** What others see of a user; where devices differ, the later one here counts. */
enum Status {
  IDLE("idle"),
  ONLINE("online"),
  DND("dnd");

  private final String text;

  Status(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The status of that text; nothing for {@code offline} and what is unknown. */
  static Optional<Status> of(String text) {
    return Arrays.stream(values()).filter(status -> status.text.equals(text)).findFirst();
  }
}
