package chat.delivery;

import chat.id.Identified;
import chat.id.Ids;

/**
 * What a node knows of one channel that its connections want. A node may have millions, so the
 * identifier is kept as bits and the loops as a mask. Not thread-safe.
 */
final class Feed implements Identified {
  private final long high;
  private final long low;

  /** The loops with connections that want it: a bit for each subscriber. */
  private long subscribers;

  /** The last event that was delivered, and the channel's messages as of then. */
  long seq;

  long n;

  /** When the last subscriber left, in seconds of any clock; meaningless while there are some. */
  int unwantedSince;

  /** Whether the owner has confirmed our interest; until then the head is not known to be whole. */
  boolean confirmed;

  /** A channel, by its exact identifier, of which events up to {@code seq} are known. */
  Feed(String channel, long seq) {
    this.high = Ids.high(channel);
    this.low = Ids.low(channel);
    this.seq = seq;
  }

  @Override
  public long high() {
    return high;
  }

  @Override
  public long low() {
    return low;
  }

  void add(int subscriber) {
    subscribers |= 1L << subscriber;
  }

  /** The subscriber wants it no more; returns whether it was the last. */
  boolean remove(int subscriber) {
    if (subscribers == 0) {
      return false;
    }
    subscribers &= ~(1L << subscriber);
    return subscribers == 0;
  }

  boolean isWanted() {
    return subscribers != 0;
  }
}
