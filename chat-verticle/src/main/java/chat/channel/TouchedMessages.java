package chat.channel;

import chat.protocol.Message;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of a partition's channels that were read from the store because records are about
 * them, in their newest state; those used last are kept, up to a bound.
 *
 * <p>Not thread-safe.
 */
final class TouchedMessages {
  private static final int MOST = 5_000;
  private static final long MOST_BYTES = 1 << 20;

  // In the order of use.
  private final Map<Place, Message> byPlace = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /** Where a message is, or could be. */
  record Place(String channel, long seq) {}

  /** The message at that place, or {@code null} if it is not known here. */
  Message get(String channel, long seq) {
    return byPlace.isEmpty() ? null : byPlace.get(new Place(channel, seq));
  }

  /** The message is in this state. */
  void put(Message message) {
    Message before = byPlace.put(new Place(message.channel(), message.seq()), message);
    bytes += ChangedMessages.size(message) - (before == null ? 0 : ChangedMessages.size(before));
    var oldest = byPlace.values().iterator();
    while (byPlace.size() > 1 && (byPlace.size() > MOST || bytes > MOST_BYTES)) {
      bytes -= ChangedMessages.size(oldest.next());
      oldest.remove();
    }
  }
}
