package chat.socket;

/**
 * So many frames a second on average, and a burst after a pause (the generic cell rate algorithm):
 * what is kept of a connection is one number, the time at which its bucket will be full again.
 * Immutable.
 */
final class FrameRate {
  /** What {@link #take} answers when it was one frame too many. */
  static final long REFUSED = Long.MIN_VALUE;

  private final long interval;
  private final long tolerance;

  FrameRate(int perSecond, int burst) {
    this.interval = 1_000_000_000L / perSecond;
    this.tolerance = interval * (burst - 1L);
  }

  /**
   * Takes one frame.
   *
   * @param full what was answered last, or the connection's beginning
   * @param now of the same clock, in nanoseconds
   * @return to be kept for the next frame, or {@link #REFUSED}
   */
  long take(long full, long now) {
    long from = Math.max(full, now);
    return from - now > tolerance ? REFUSED : from + interval;
  }
}
