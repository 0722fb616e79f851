package chat.api;

/**
 * A member of a team or a channel, as others see them.
 *
 * @param inChannel whether they are in the channel that was asked about; null if none was
 */
public record MemberView(String id, String handle, String name, String role, Boolean inChannel) {}
