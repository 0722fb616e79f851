package chat.bus;

/** A session has ended: its sockets must close. */
public record SessionRevoked(String user, String session) implements BusMessage {}
