package chat.client;

/** A token bucket: so many a second on average, and a burst after a pause. */
final class Pace {
  private final double perNano;
  private final int burst;
  private double tokens;
  private long last;

  Pace(int perSecond, int burst, long nowNanos) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.tokens = burst;
    this.last = nowNanos;
  }

  /** Takes a token if there is one; else gives how many milliseconds to wait for it. */
  long takeOrWaitMillis(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - last) * perNano);
    last = nowNanos;
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return Math.max(1, Math.round((1 - tokens) / perNano / 1e6));
  }
}
