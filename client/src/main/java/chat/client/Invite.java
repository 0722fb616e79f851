package chat.client;

import java.time.Instant;
import java.util.List;

/**
 * Lets whoever has {@code code} join the team until {@code expires}.
 *
 * @param role what they become: {@code member} or {@code guest}
 * @param channels that they are put into, besides the first one unless they are guests
 * @param uses how many people can use it in all, of which {@code usesLeft} still can
 * @param createdBy who made it
 */
public record Invite(
    String code,
    String role,
    List<String> channels,
    int uses,
    int usesLeft,
    String createdBy,
    Instant created,
    Instant expires) {}
