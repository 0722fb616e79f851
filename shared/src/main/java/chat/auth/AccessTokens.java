package chat.auth;

import chat.config.AuthConfig;
import chat.config.ConfigurationException;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * Issues and checks access tokens: JWTs (RFC 7519) signed with Ed25519 (RFC 8037).
 *
 * <p>Thread-safe; checking takes a signature verification and no I/O.
 */
public final class AccessTokens {
  private static final String ALGORITHM = "EdDSA";
  private static final String ISSUER = "chat";

  private final JWTAuth jwt;
  private final int seconds;

  /**
   * Reads the signing key; blocks.
   *
   * @throws ConfigurationException if the file is not an Ed25519 key in PKCS#8 PEM
   */
  public AccessTokens(Vertx vertx, AuthConfig config) {
    this.seconds = config.accessTokenSeconds();
    try {
      String pem = Files.readString(Path.of(config.signingKeyFile()));
      this.jwt =
          JWTAuth.create(
              vertx,
              new JWTAuthOptions()
                  .addPubSecKey(key(publicPem(pem)))
                  .addPubSecKey(key(pem.strip()))
                  .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setLeeway(5)));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "auth.signingKeyFile: "
              + config.signingKeyFile()
              + " must hold an Ed25519 private key: "
              + e,
          e);
    }
  }

  private static PubSecKeyOptions key(String pem) {
    return new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(pem);
  }

  private static String publicPem(String pem) throws GeneralSecurityException {
    byte[] der =
        Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
    EdECPrivateKey key =
        (EdECPrivateKey)
            KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
    String encoded = Base64.getMimeEncoder().encodeToString(publicKey(key).getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----";
  }

  /** The public half: generated anew from the private key's seed (RFC 8032 section 5.1.5). */
  private static PublicKey publicKey(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] seed = key.getBytes().orElseThrow();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(
        NamedParameterSpec.ED25519,
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, seed.length);
          }
        });
    return generator.generateKeyPair().getPublic();
  }

  /** How long a token issued now is valid. */
  public int seconds() {
    return seconds;
  }

  /** A token for that session. */
  public String issue(String user, String device, String session) {
    return jwt.generateToken(
        new JsonObject().put("sub", user).put("dev", device).put("ses", session),
        new JWTOptions().setAlgorithm(ALGORITHM).setIssuer(ISSUER).setExpiresInSeconds(seconds));
  }

  /** What {@code token} says; fails with {@code unauthorized} if it is forged or has expired. */
  public Future<AccessToken> verify(String token) {
    return jwt.authenticate(new TokenCredentials(token))
        .compose(AccessTokens::read)
        .recover(
            failure ->
                Future.failedFuture(
                    new ProblemException(
                        ProblemType.UNAUTHORIZED, "The access token is not valid or has expired")));
  }

  private static Future<AccessToken> read(User user) {
    JsonObject claims = user.principal();
    JsonObject times = user.attributes().getJsonObject("accessToken", claims);
    String id = claims.getString("sub", times.getString("sub"));
    String device = claims.getString("dev", times.getString("dev"));
    String session = claims.getString("ses", times.getString("ses"));
    Long expires = times.getLong("exp", claims.getLong("exp"));
    if (id == null || device == null || session == null || expires == null) {
      return Future.failedFuture("a claim is missing");
    }
    return Future.succeededFuture(
        new AccessToken(id, device, session, Instant.ofEpochSecond(expires)));
  }
}
