package chat.client;

/**
 * A team that I am a member of.
 *
 * @param open whether anyone may join without an invite
 * @param general its first channel, in which everybody is but guests; null for a guest
 * @param role mine in it: {@code owner}, {@code admin}, {@code member} or {@code guest}
 */
public record Team(
    String id,
    String name,
    boolean open,
    boolean encrypted,
    String general,
    String role,
    boolean muted) {}
