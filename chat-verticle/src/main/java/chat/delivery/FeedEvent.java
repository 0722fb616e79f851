package chat.delivery;

import chat.protocol.MemberChange;

/**
 * One event of a channel on its way to the connections.
 *
 * @param n the channel's last message as of this event
 * @param frame the socket frame in JSON, encoded once by the owner
 * @param members set if the event changes who is a member, else {@code null}
 */
public record FeedEvent(String channel, long seq, long n, byte[] frame, MemberChange members) {}
