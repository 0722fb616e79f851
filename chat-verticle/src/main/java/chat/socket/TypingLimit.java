package chat.socket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets a user tell at most once in three seconds and message that they are writing in a channel,
 * whatever their clients send: each telling goes to everybody there. Confined to its event loop.
 */
final class TypingLimit {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /**
   * More people than write at a time on one loop; beyond it the one who told longest ago is lost.
   */
  private static final int MOST = 10_000;

  private record Writer(String user, String channel) {}

  // In the order of telling, so that those whose pause is over come first.
  private final Map<Writer, Long> told = new LinkedHashMap<>();

  /** Whether it is to be told now; counts as told then. */
  boolean mayTell(String user, String channel, long now) {
    var oldest = told.values().iterator();
    while (oldest.hasNext() && (now - oldest.next() >= PAUSE_NANOS || told.size() >= MOST)) {
      oldest.remove();
    }
    return told.putIfAbsent(new Writer(user, channel), now) == null;
  }

  /**
   * They sent what they wrote, which ends the sign of it at the others: their next letters are
   * news. What may be sent is limited elsewhere.
   */
  void sent(String user, String channel) {
    told.remove(new Writer(user, channel));
  }
}
