package chat.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How an owner would be that loses what is said in a channel after a silence. */
public final class Forgetful {
  private static final long SILENCE_NANOS = 2_000_000_000L;
  private static final Map<String, Long> LAST = new ConcurrentHashMap<>();

  private Forgetful() {}

  /** Whether to lose it. */
  public static boolean loses(Object event) {
    FeedEvent each = (FeedEvent) event;
    long now = System.nanoTime();
    Long before = LAST.put(each.channel(), now);
    return each.members() == null && (before == null || now - before > SILENCE_NANOS);
  }
}
