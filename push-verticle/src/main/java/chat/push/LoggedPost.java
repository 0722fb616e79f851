package chat.push;

import java.util.List;

/**
 * A message as the log has it, before it is known what its owner made of it.
 *
 * @param assignment of the partition during which it was read
 * @param time when the log took it, in milliseconds since 1970
 * @param mentions users, or {@code @channel} and {@code @here}
 */
record LoggedPost(
    Assignment assignment,
    long offset,
    long time,
    String channel,
    String sender,
    List<String> mentions) {}
