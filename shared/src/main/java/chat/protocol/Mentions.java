package chat.protocol;

import chat.id.Ids;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The list of those whom a message mentions: ids of users, and the two tokens for many. */
public final class Mentions {
  /** All members of the channel. */
  public static final String CHANNEL = "@channel";

  /** All members of the channel who are online. */
  public static final String HERE = "@here";

  private Mentions() {}

  /** Whether one entry of the list is allowed. */
  public static boolean isValid(String entry) {
    return CHANNEL.equals(entry) || HERE.equals(entry) || Ids.isId(entry);
  }

  /**
   * Each once.
   *
   * @param given may be {@code null}
   * @return {@code null} if it has one that is not allowed or more than {@link Limits#MENTIONS}
   */
  public static List<String> read(List<String> given) {
    if (given == null || given.isEmpty()) {
      return List.of();
    }
    if (given.size() > Limits.MENTIONS || !given.stream().allMatch(Mentions::isValid)) {
      return null;
    }
    Set<String> distinct = new LinkedHashSet<>(given);
    return List.copyOf(distinct);
  }

  /** Whether it mentions all members at once. */
  public static boolean isBroadcast(List<String> mentions) {
    return mentions.contains(CHANNEL) || mentions.contains(HERE);
  }
}
