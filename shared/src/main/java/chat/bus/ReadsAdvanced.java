package chat.bus;

import chat.log.ReadLog;
import java.util.List;

/** Read positions that are stored, the newest of each user and channel. */
public record ReadsAdvanced(List<ReadLog.Position> positions) implements BusMessage {}
