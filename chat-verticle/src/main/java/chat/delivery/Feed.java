package chat.delivery;

import java.util.HashSet;
import java.util.Set;

/** What a node knows of one channel that its connections want. Not thread-safe. */
final class Feed {
  final String channel;

  /** The loops with connections that want it. */
  final Set<Subscriber> subscribers = new HashSet<>();

  /** The last event that was delivered, and the channel's messages as of then. */
  long seq = -1;

  long n;

  /** Whether the owner has confirmed our interest; until then the head is not known to be whole. */
  boolean confirmed;

  /** When the last subscriber left, in nanoseconds; meaningless while there are some. */
  long unwantedSince;

  Feed(String channel) {
    this.channel = channel;
  }
}
