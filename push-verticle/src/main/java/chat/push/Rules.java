package chat.push;

import chat.bus.PushMessages.Listener;
import java.util.List;

/**
 * Decides whether a member wants to be told of a message. {@code @here} is for those who are there:
 * who must be reached by push is told of it as of any other message.
 */
final class Rules {
  /** Stands in the list of mentions for all members. */
  static final String CHANNEL = "@channel";

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
        || (!post.isOnlyComment() && !member.level().equals(MENTIONS));
  }
}
