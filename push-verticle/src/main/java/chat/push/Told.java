package chat.push;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of which channels users were told something that they have not read, as far as this node did it
 * and remembers: to take notifications back that were read elsewhere, and to count them. A restart
 * forgets; a notification then stays until its device is opened.
 *
 * <p>Confined to its verticle's context.
 */
final class Told {
  private static final int MOST_USERS = 100_000;
  private static final int MOST_CHANNELS = 200;

  private final Map<String, Map<String, Long>> users =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, Long>> eldest) {
          return size() > MOST_USERS;
        }
      };

  /** The user is told of the channel up to {@code n}; returns of how many channels they now are. */
  int tell(String user, String channel, long n) {
    Map<String, Long> channels = users.computeIfAbsent(user, u -> new HashMap<>(4));
    if (channels.size() < MOST_CHANNELS || channels.containsKey(channel)) {
      channels.merge(channel, n, Math::max);
    }
    return channels.size();
  }

  /** Up to which {@code n} the user was told of the channel and has not read it; 0 for not. */
  long of(String user, String channel) {
    Map<String, Long> channels = users.get(user);
    return channels == null ? 0 : channels.getOrDefault(channel, 0L);
  }

  /** Whether the user was told of the channel, and all of that is now read. */
  boolean read(String user, String channel, long n) {
    Map<String, Long> channels = users.get(user);
    Long told = channels == null ? null : channels.get(channel);
    if (told == null || told > n) {
      return false;
    }
    channels.remove(channel);
    if (channels.isEmpty()) {
      users.remove(user);
    }
    return true;
  }

  /** Of how many channels the user was told and has not read it. */
  int count(String user) {
    Map<String, Long> channels = users.get(user);
    return channels == null ? 0 : channels.size();
  }
}
