package chat.bus;

import chat.log.ReadLog;
import java.util.List;

/** Read positions as they are stored: of one user and channel they never go back. */
public record ReadsAdvanced(List<ReadLog.Position> positions) implements BusMessage {}
