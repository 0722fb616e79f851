package chat.client;

/**
 * A person.
 *
 * @param handle unique, as typed at log-in
 * @param name as shown
 */
public record User(String id, String handle, String name) {}
