package chat.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.config.AuthConfig;
import chat.config.ConfigurationException;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;

/**
 * Issues and checks access tokens: JWTs (RFC 7519) in their compact form (RFC 7515 section 7.1),
 * signed with Ed25519 (RFC 8037). Only what this class issues is accepted: one key, one algorithm,
 * no other header.
 *
 * <p>Thread-safe; checking takes a signature verification, for a token that was seen lately a hash,
 * and no I/O.
 */
public final class AccessTokens {
  private static final String ISSUER = "chat";
  private static final int LEEWAY_SECONDS = 5;
  private static final int LONGEST = 4_096;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER =
      BASE64.encodeToString("{\"typ\":\"JWT\",\"alg\":\"EdDSA\"}".getBytes(US_ASCII)) + '.';

  private final SigningKey key;
  private final SeenTokens seen = new SeenTokens();
  private final int seconds;
  private final Clock clock;

  /** The claims of a token; times are seconds since 1970. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Claims(String iss, String sub, String dev, String ses, long iat, long exp) {}

  /** As {@link #AccessTokens(AuthConfig, Clock)}, by this machine's clock. */
  public AccessTokens(AuthConfig config) {
    this(config, Clock.systemUTC());
  }

  /**
   * Reads the signing key; blocks.
   *
   * @throws ConfigurationException if the file is not an Ed25519 key in PKCS#8 PEM
   */
  public AccessTokens(AuthConfig config, Clock clock) {
    this.clock = clock;
    this.seconds = config.accessTokenSeconds();
    try {
      this.key = SigningKey.read(Path.of(config.signingKeyFile()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "auth.signingKeyFile: "
              + config.signingKeyFile()
              + " must hold an Ed25519 private key: "
              + e,
          e);
    }
  }

  /** How long a token issued now is valid. */
  public int seconds() {
    return seconds;
  }

  /** A token for that session. */
  public String issue(String user, String device, String session) {
    long now = clock.instant().getEpochSecond();
    try {
      byte[] claims =
          JSON.writeValueAsBytes(new Claims(ISSUER, user, device, session, now, now + seconds));
      String signed = HEADER + BASE64.encodeToString(claims);
      return signed + '.' + BASE64.encodeToString(key.sign(signed.getBytes(US_ASCII)));
    } catch (IOException e) {
      throw new IllegalStateException("claims are always JSON", e);
    }
  }

  /** What {@code token} says; fails with {@code unauthorized} if it is forged or has expired. */
  public Future<AccessToken> verify(String token) {
    AccessToken valid = check(token);
    return valid == null
        ? Future.failedFuture(
            new ProblemException(
                ProblemType.UNAUTHORIZED, "The access token is not valid or has expired"))
        : Future.succeededFuture(valid);
  }

  /** What the token says, or null if it is not valid. */
  private AccessToken check(String token) {
    int dot = token.lastIndexOf('.');
    if (token.length() > LONGEST || !token.startsWith(HEADER) || dot < HEADER.length()) {
      return null;
    }
    try {
      SeenTokens.Print print = SeenTokens.print(token.getBytes(US_ASCII));
      if (!seen.contains(print)) {
        byte[] signed = token.substring(0, dot).getBytes(US_ASCII);
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
        // The last character has bits that mean nothing: a token has one form only.
        if (!token.endsWith(BASE64.encodeToString(signature)) || !key.verify(signed, signature)) {
          return null;
        }
        seen.add(print);
      }
      return read(Base64.getUrlDecoder().decode(token.substring(HEADER.length(), dot)));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private AccessToken read(byte[] json) throws IOException {
    Claims claims = JSON.readValue(json, Claims.class);
    boolean whole =
        ISSUER.equals(claims.iss)
            && claims.sub != null
            && claims.dev != null
            && claims.ses != null
            && claims.exp + LEEWAY_SECONDS > clock.instant().getEpochSecond();
    return whole
        ? new AccessToken(claims.sub, claims.dev, claims.ses, Instant.ofEpochSecond(claims.exp))
        : null;
  }
}
