package chat.client;

import java.time.Instant;

/**
 * A message that is durable and has its place.
 *
 * @param id under which it is in the channel
 * @param seq its place among the channel's events
 * @param n its place among the channel's messages; 0 for a comment that is in its thread only
 * @param time when the log took it
 */
public record Sent(String channel, String id, long seq, long n, Instant time) {}
