package chat.client;

import java.time.Instant;

/**
 * What I have begun to write in a channel.
 *
 * @param parent the {@code seq} of the message that it is to comment on; {@code null} for none
 */
public record Draft(String channel, String body, Long parent, Instant time) {}
