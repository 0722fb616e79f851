package chat.auth;

import java.time.Instant;

/** What a valid access token says. */
public record AccessToken(String user, String device, String session, Instant expires) {}
