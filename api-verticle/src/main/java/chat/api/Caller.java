package chat.api;

/** Who calls, as the access token says. */
public record Caller(String user, String device, String session) {}
