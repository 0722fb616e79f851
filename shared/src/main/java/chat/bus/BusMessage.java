package chat.bus;

/**
 * Marks the records that travel on the event bus. They are immutable: within a process the same
 * object is handed over.
 */
public interface BusMessage {}
