package chat.socket;

import chat.log.ReadLog;
import java.util.HashMap;
import java.util.Map;

/**
 * Sending advances the sender's own read position, in the channel and among the comments. These
 * moves are gathered, so that a busy sender costs one record a second and channel or thread.
 * Confined to its event loop.
 */
final class ReadMarks {
  private static final int MOST = 10_000;

  private final ReadLog log;
  private Map<String, ReadLog.Position> pending = new HashMap<>();

  ReadMarks(ReadLog log) {
    this.log = log;
  }

  void advance(ReadLog.Position position) {
    pending.merge(
        position.user() + ':' + position.channel() + ':' + position.parent(),
        position,
        (a, b) -> Math.max(a.n(), a.comment()) >= Math.max(b.n(), b.comment()) ? a : b);
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
