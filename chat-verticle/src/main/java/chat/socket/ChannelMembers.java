package chat.socket;

import chat.id.Identified;

/** A channel as one event loop knows it, and its connections there. Confined to the loop. */
final class ChannelMembers extends ConnectionSet implements Identified {
  private final long high;
  private final long low;

  /** Its place in the loop's table; sessions name it by this. */
  final int number;

  /** Sign-ins under way that want it. */
  int holds;

  /** How many messages it has, as far as this loop has heard. */
  long messages;

  ChannelMembers(long high, long low, int number) {
    this.high = high;
    this.low = low;
    this.number = number;
  }

  @Override
  public long high() {
    return high;
  }

  @Override
  public long low() {
    return low;
  }

  /** It has so many messages by now. */
  void reached(long n) {
    messages = Math.max(messages, n);
  }

  boolean isUnused() {
    return holds == 0 && isEmpty();
  }
}
