package chat.client;

/** What a user sees in the list of their devices. */
public record Device(String name, String platform) {}
