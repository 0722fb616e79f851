package chat.config;

/**
 * Section {@code auth}.
 *
 * @param signingKeyFile an Ed25519 private key, PKCS#8 in PEM, the same on every node
 * @param accessTokenSeconds how long an access token is valid: how long a revoked one may still be
 *     used for REST; sockets are closed at once
 * @param refreshTokenDays how long a device that was not used stays signed in
 */
public record AuthConfig(String signingKeyFile, int accessTokenSeconds, int refreshTokenDays) {}
