package chat.api;

/** A member of a team or a channel, as others see them. */
public record MemberView(String id, String handle, String name, String role) {}
