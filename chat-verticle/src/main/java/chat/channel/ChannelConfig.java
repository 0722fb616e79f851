package chat.channel;

/**
 * Section {@code channel}.
 *
 * @param summaryMillis between writes of summaries and checkpoints: the work a take-over repeats
 * @param backlogMessages decided but not stored on this node before sends are refused
 * @param heapPercent of the heap that the backlog and what is remembered of channels may take
 *     before sends are refused; 1 to 70
 * @param recentBytes of recent messages that the owner of a partition keeps, to answer from while
 *     the store does not
 */
public record ChannelConfig(
    int summaryMillis, int backlogMessages, int heapPercent, long recentBytes) {}
