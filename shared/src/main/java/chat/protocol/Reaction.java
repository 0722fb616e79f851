package chat.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * One emoji under a message.
 *
 * @param emoji fully qualified
 * @param count of the people
 * @param mine whether the reader is among them; {@code null} where it is for everybody
 * @param users in the order in which they reacted: among ourselves all, for clients the first
 *     {@link #SHOWN}
 */
public record Reaction(String emoji, int count, Boolean mine, List<String> users) {
  /** How many of the users a client is told with the message. */
  public static final int SHOWN = 10;

  /** All who reacted with that emoji. */
  public static Reaction of(String emoji, List<String> users) {
    return new Reaction(emoji, users.size(), null, users);
  }

  /** With one more user, who is not among them. */
  public Reaction plus(String user) {
    List<String> more = new ArrayList<>(users.size() + 1);
    more.addAll(users);
    more.add(user);
    return of(emoji, more);
  }

  /** Without the user. */
  public Reaction minus(String user) {
    return of(emoji, users.stream().filter(other -> !other.equals(user)).toList());
  }

  /** As {@code reader} sees it, or with {@code null} everybody. */
  public Reaction seenBy(String reader) {
    return new Reaction(
        emoji,
        count,
        reader == null ? null : users.contains(reader),
        users.size() > SHOWN ? users.subList(0, SHOWN) : users);
  }
}
