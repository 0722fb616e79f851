package chat.bench.crowd;

/**
 * How many of a crowd are there, and what has come since it was told to forget.
 *
 * @param ready connections that are signed in
 * @param failed people who could not sign in at the last opening, however often they tried
 * @param broken tries to sign in that failed otherwise than by a polite "later"
 * @param refused times that the node said "later" before the upgrade (503)
 * @param lost connections that were signed in and were ended by the server
 * @param resyncs times that a client was told that it is too slow
 * @param pings that the server sent since the crowd began
 * @param eventBytes of the last event's frame, without its header
 * @param firstEvent nanoseconds of the machine's monotonic clock
 * @param trouble the last that went wrong, or null
 */
public record Counts(
    int ready,
    int failed,
    int broken,
    int refused,
    int lost,
    int resyncs,
    long pings,
    int eventBytes,
    long events,
    long firstEvent,
    long lastEvent,
    String trouble) {}
