package chat.push;

import chat.bus.PushMessages.Listener;
import java.util.List;

/** Decides whether a member wants to be told of a message. */
final class Rules {
  /** Stands in the list of mentions for all members. */
  static final String CHANNEL = "@channel";

  /** Stands in the list of mentions for all members who are there. */
  static final String HERE = "@here";

  private static final String MENTIONS = "mentions";
  private static final String NONE = "none";

  private Rules() {}

  /**
   * Whether the member is to be told of a message of somebody else with these mentions, as far as
   * it does not depend on what they have read.
   */
  static boolean wants(Listener member, List<String> mentions) {
    if (member.quiet() || member.level().equals(NONE)) {
      return false;
    }
    if (mentions.contains(member.user())) {
      return true;
    }
    return !member.muted()
        && (!member.level().equals(MENTIONS)
            || mentions.contains(CHANNEL)
            || mentions.contains(HERE));
  }
}
