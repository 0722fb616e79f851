package chat.limit;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Windows of this process alone, for while Redis is away. Keeps the 10,000 newest. */
final class LocalWindows {
  private static final int MAX = 10_000;

  private final Clock clock;
  private final Map<String, State> windows = new LinkedHashMap<>();

  /** How many tries the window has seen, and how long it still lasts. */
  record Window(long count, Duration left) {}

  private record State(long count, long ends) {}

  LocalWindows(Clock clock) {
    this.clock = clock;
  }

  synchronized Window count(String key, Duration length) {
    long now = clock.millis();
    State old = windows.get(key);
    State state =
        old == null || old.ends() <= now
            ? new State(1, now + length.toMillis())
            : new State(old.count() + 1, old.ends());
    windows.put(key, state);
    if (windows.size() > MAX) {
      windows.remove(windows.keySet().iterator().next());
    }
    return new Window(state.count(), Duration.ofMillis(state.ends() - now));
  }
}
