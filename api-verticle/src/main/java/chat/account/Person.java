package chat.account;

/** What other people may know of a user. */
public record Person(String id, String handle, String name) {}
