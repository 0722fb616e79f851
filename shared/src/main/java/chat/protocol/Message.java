package chat.protocol;

import java.time.Instant;
import java.util.List;

/**
 * A message as clients see it.
 *
 * @param channel where it was sent
 * @param id the operation's id that the client gave it
 * @param seq its place among all events of the channel, from 1
 * @param n its place among the channel's messages, from 1
 * @param rev the {@code seq} of its last change
 * @param time when the log took it
 * @param body opaque to the server
 * @param enc how {@code body} is encrypted
 * @param mentions users whom it mentions
 */
public record Message(
    String channel,
    String id,
    long seq,
    long n,
    long rev,
    String sender,
    String device,
    Instant time,
    String body,
    String enc,
    List<String> mentions) {}
