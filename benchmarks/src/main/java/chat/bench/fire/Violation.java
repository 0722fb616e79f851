package chat.bench.fire;

/**
 * A promise that was broken.
 *
 * @param at when it began to be wrong, as far as that is known
 */
public record Violation(Kind kind, long at, String what) {

  /** Which promise. */
  public enum Kind {
    /** Acknowledged, but not in the history. */
    LOST,
    /** Twice in the history, or twice at a client. */
    DUPLICATED,
    /**
     * Numbers with a gap, an order that differs from the history's, or an acknowledged place that
     * is not the message's.
     */
    OUT_OF_ORDER,
    /** A client never got what was acknowledged. */
    INCOMPLETE,
    /** A client got it, but after the time by which it should have had it: maybe only slow. */
    LATE,
    /** A send failed, or was never answered, although the client repeated it for minutes. */
    UNANSWERED,
    /** A read position went back, or was lost. */
    READ_BACK,
    /** A message that nobody sent. */
    FOREIGN,
    /** The cell did not recover from a fault. */
    NOT_WELL
  }
}
