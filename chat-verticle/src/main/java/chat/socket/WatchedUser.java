package chat.socket;

import chat.id.Identified;

/** A user whom connections of one event loop watch, and those. Confined to the loop. */
final class WatchedUser extends PackedSet implements Identified {
  private final long high;
  private final long low;

  /** Its place in the loop's table; sessions name it by this. */
  final int number;

  /** What watchers were told last; {@code null} if it is not known. */
  String status;

  /** The turn of the last transition; see {@link Watches}. */
  int touched;

  WatchedUser(long high, long low, int number) {
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
}
