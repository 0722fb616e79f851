package chat.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The comments on a message in short.
 *
 * @param count of all, tombstones too
 * @param users who wrote the last ones, each once, newest first, at most {@link #USERS}
 * @param last {@code null} if there are none
 */
public record Comments(int count, List<String> users, Last last) {
  /** How many of the authors are told. */
  public static final int USERS = 5;

  /** No comments. */
  public static final Comments NONE = new Comments(0, List.of(), null);

  /** The newest of them. */
  public record Last(long seq, Instant time) {}

  /** With one more. */
  public Comments plus(String user, long seq, Instant time) {
    List<String> newest = new ArrayList<>(USERS);
    newest.add(user);
    for (String other : users) {
      if (newest.size() < USERS && !other.equals(user)) {
        newest.add(other);
      }
    }
    return new Comments(count + 1, newest, new Last(seq, time));
  }
}
