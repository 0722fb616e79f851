package chat.bus;

import chat.log.ReadLog;
import java.util.List;

/**
 * Read positions as they are stored, each with the last record of {@code chat.reads} that is in it.
 * Of one user and channel they never go back, but a message of another node may come late.
 */
public record ReadsAdvanced(List<ReadLog.Entry> entries) implements BusMessage {}
