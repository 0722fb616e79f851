package chat.socket;

/** A token bucket: so many frames a second on average, and a burst after a pause. */
final class FrameRate {
  private final int perSecond;
  private final int burst;
  private double tokens;
  private long last;

  FrameRate(int perSecond, int burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.last = nowNanos;
  }

  /** Takes a token, if there is one. */
  boolean take(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - last) * 1e-9 * perSecond);
    last = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
