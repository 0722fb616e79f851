package chat.push;

import chat.push.Followers.Thread;
import java.util.List;

/**
 * A message as the log has it, before it is known what its owner made of it.
 *
 * @param assignment of the partition during which it was read
 * @param time when the log took it, in milliseconds since 1970
 * @param mentions users, or {@code @channel} and {@code @here}
 * @param parent the {@code seq} of the message that it comments on, or 0
 * @param alsoInChannel whether a comment also stands among the channel's messages
 */
record LoggedPost(
    Assignment assignment,
    long offset,
    long time,
    String channel,
    String sender,
    List<String> mentions,
    long parent,
    boolean alsoInChannel) {
  /** Whether it stands among the comments on a message, and only there. */
  boolean isOnlyComment() {
    return parent != 0 && !alsoInChannel;
  }

  /** The comments that it belongs to; only if it has a parent. */
  Thread thread() {
    return new Thread(channel, parent);
  }
}
