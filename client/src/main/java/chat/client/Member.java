package chat.client;

/** Someone in a team or channel. */
public record Member(String id, String handle, String name, String role) {}
