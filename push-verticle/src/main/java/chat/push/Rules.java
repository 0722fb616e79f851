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
   * Whether the member is to be told of a message of somebody else, as far as it does not depend on
   * what they have read.
   *
   * @param follows whether the member follows the comments to which the message belongs, if it does
   */
  static boolean wants(Listener member, LoggedPost post, boolean follows) {
    if (member.quiet() || member.level().equals(NONE)) {
      return false;
    }
    List<String> mentions = post.mentions();
    if (mentions.contains(member.user())) {
      return true;
    }
    if (member.muted()) {
      return false;
    }
    return follows
        || mentions.contains(CHANNEL)
        || mentions.contains(HERE)
        || (!post.isOnlyComment() && !member.level().equals(MENTIONS));
  }
}
