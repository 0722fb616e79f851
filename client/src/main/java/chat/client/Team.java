package chat.client;

/**
 * A team that I am a member of.
 *
 * @param open whether anyone may join without an invite
 * @param role mine in it
 */
public record Team(
    String id, String name, boolean open, boolean encrypted, String role, boolean muted) {}
