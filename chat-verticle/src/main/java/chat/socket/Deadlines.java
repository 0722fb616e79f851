package chat.socket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions of an event loop for which time is running, and which of them are over it: those
 * that must sign in, and those that read too slowly. A session that does neither costs nothing
 * here. Confined to its event loop.
 */
final class Deadlines {
  private final long within;
  private final Map<Session, Long> running = new LinkedHashMap<>();

  /** All have the same time, in nanoseconds. */
  Deadlines(long within) {
    this.within = within;
  }

  /** Time begins to run for the session, unless it does already. */
  void begin(Session session, long now) {
    running.putIfAbsent(session, now);
  }

  /** The session has made it, or is gone. */
  void end(Session session) {
    running.remove(session);
  }

  /** Removes those whose time is over, and returns them. */
  List<Session> over(long now) {
    List<Session> over = new ArrayList<>();
    for (Map.Entry<Session, Long> each : running.entrySet()) {
      if (now - each.getValue() < within) {
        break;
      }
      over.add(each.getKey());
    }
    over.forEach(running::remove);
    return over;
  }
}
