package chat.client;

import java.time.Instant;

/** Lets whoever has {@code code} join the team until {@code expires}. */
public record Invite(String code, Instant expires) {}
