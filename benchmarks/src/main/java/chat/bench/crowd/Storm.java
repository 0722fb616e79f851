package chat.bench.crowd;

/**
 * How all came back. Times count from the moment when all wanted to.
 *
 * @param caughtUp who got exactly what they had missed
 * @param wrong who did not; {@code firstWrong} tells how
 * @param millisP50 until a person had what it had missed
 */
public record Storm(
    double secondsToLastReady,
    int caughtUp,
    int wrong,
    double millisP50,
    double millisP99,
    double millisMax,
    String firstWrong) {}
