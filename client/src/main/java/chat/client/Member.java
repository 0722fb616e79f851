package chat.client;

/**
 * Someone in a team or channel.
 *
 * @param inChannel whether they are in the channel that was asked about; null if none was
 */
public record Member(String id, String handle, String name, String role, Boolean inChannel) {}
