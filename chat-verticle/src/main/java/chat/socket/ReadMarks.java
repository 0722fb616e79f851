package chat.socket;

import chat.log.ReadLog;
import java.util.HashMap;
import java.util.Map;

/**
 * Sending advances the sender's own read position. These moves are gathered, so that a busy sender
 * costs one record a second and channel. Confined to its event loop.
 */
final class ReadMarks {
  private static final int MOST = 10_000;

  private final ReadLog log;
  private Map<String, ReadLog.Position> pending = new HashMap<>();

  ReadMarks(ReadLog log) {
    this.log = log;
  }

  void advance(String user, String channel, long n) {
    pending.merge(
        user + ':' + channel,
        new ReadLog.Position(user, channel, n),
        (a, b) -> a.n() >= b.n() ? a : b);
    if (pending.size() >= MOST) {
      flush();
    }
  }

  /** Writes them; one that fails is made good by the next message or by reading. */
  void flush() {
    Map<String, ReadLog.Position> ready = pending;
    pending = new HashMap<>();
    ready.values().forEach(log::advance);
  }
}
