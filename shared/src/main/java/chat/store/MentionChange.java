package chat.store;

import chat.id.Ids;
import chat.protocol.Message;
import java.util.List;

/**
 * Who is, and is no longer, mentioned by name in a message. Its sender never is.
 *
 * @param message in its state after the change
 */
public record MentionChange(Message message, List<String> added, List<String> removed) {

  /**
   * What changes from one state of a message to another.
   *
   * @param before {@code null} if there was none
   */
  public static MentionChange of(Message before, Message after) {
    List<String> old = before == null ? List.of() : named(before);
    List<String> now = named(after);
    return new MentionChange(after, without(now, old), without(old, now));
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }

  /** Whom the message mentions by name. */
  static List<String> named(Message message) {
    if (message.mentions().isEmpty()) {
      return List.of();
    }
    return message.mentions().stream()
        .filter(user -> Ids.isId(user) && !user.equals(message.sender()))
        .toList();
  }

  private static List<String> without(List<String> users, List<String> others) {
    return users.stream().filter(user -> !others.contains(user)).toList();
  }
}
