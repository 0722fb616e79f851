package chat.client;

import chat.protocol.Message;

/**
 * A message whose comments I follow.
 *
 * @param read the {@code seq} of the last comment that I read, or 0
 * @param unread comments after it
 */
public record FollowedThread(Message message, boolean following, long read, long unread) {}
