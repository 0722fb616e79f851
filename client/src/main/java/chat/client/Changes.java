package chat.client;

import chat.protocol.Message;
import java.util.List;

/**
 * What changed in a channel, by {@code rev} ascending.
 *
 * @param rev everything up to here is included; where to go on from
 * @param more whether to ask again at once
 */
public record Changes(List<Message> items, long rev, boolean more) {}
