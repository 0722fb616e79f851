package chat.client;

import java.time.Instant;

/**
 * What I want to be notified of in a channel.
 *
 * @param level {@code all}, {@code mentions} or {@code none}
 * @param until when it becomes {@code all} again; null for never
 */
public record Notifications(String level, Instant until) {}
