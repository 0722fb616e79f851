package chat.push;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Channels none of whose members has a device that could be told: their messages need not be read,
 * only counted. A channel stays here until a member comes or goes, anybody subscribes a device, or
 * a minute is over, in case the news of that is lost.
 *
 * <p>Thread-safe. The log's reader sees a change of members first, and the verticle some time
 * later: what it learned before that is not taken.
 */
final class Deviceless {
  private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_CHANNELS = 100_000;

  private final Map<String, Long> since = new HashMap<>();

  /** Changes of members that were read from the log and of which the verticle does not know yet. */
  private int announced;

  private long version;

  /** Whether the channel's messages may be passed over. */
  synchronized boolean covers(String channel) {
    Long found = since.get(channel);
    return found != null && isRecent(found);
  }

  /** The log's reader has seen a change of the channel's members. */
  synchronized void membersWillChange(String channel) {
    since.remove(channel);
    announced++;
  }

  /** The verticle knows now of one change that was announced. */
  synchronized void membersChanged() {
    announced--;
    version++;
  }

  /**
   * Somebody has another device, or changes of members may be read by another node: all is to be
   * asked anew.
   */
  synchronized void forgetAll() {
    since.clear();
    version++;
  }

  /** To be taken before it is asked who is in a channel and which devices they have. */
  synchronized long version() {
    return version;
  }

  /**
   * Nobody in the channel had a device.
   *
   * @param asked the version when that was asked; forgotten if something may have changed since
   */
  synchronized void add(String channel, long asked) {
    if (announced > 0 || version != asked) {
      return;
    }
    if (since.size() >= MOST_CHANNELS) {
      since.values().removeIf(time -> !isRecent(time));
    }
    if (since.size() < MOST_CHANNELS) {
      since.put(channel, System.nanoTime());
    }
  }

  private static boolean isRecent(long time) {
    return System.nanoTime() - time < KEPT_NANOS;
  }
}
