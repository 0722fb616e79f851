package chat.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.id.Ids;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A refresh token as the device holds it: where its session is, a secret that all tokens of the
 * session share (the family), and a secret that only this one has. The database has the SHA-256 of
 * the two secrets and nothing else. Whoever knows the family but not the newest secret holds a
 * token that was used before: so reuse is found however old the token is, at no cost in storage.
 */
record RefreshToken(String user, String session, String family, String secret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  /** The first token of a session. */
  static RefreshToken first(String user, String session) {
    return new RefreshToken(user, session, random(), random());
  }

  /** The one that takes this one's place. */
  RefreshToken next() {
    return new RefreshToken(user, session, family, random());
  }

  /** Reads what {@link #text()} made. */
  static Optional<RefreshToken> parse(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 4 && Ids.isId(parts[0]) && Ids.isId(parts[1])
        ? Optional.of(new RefreshToken(parts[0], parts[1], parts[2], parts[3]))
        : Optional.empty();
  }

  String text() {
    return String.join(".", user, session, family, secret);
  }

  byte[] familyHash() {
    return sha256(family);
  }

  byte[] secretHash() {
    return sha256(secret);
  }

  @Override
  public String toString() {
    return "RefreshToken[" + session + "]";
  }

  private static String random() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
