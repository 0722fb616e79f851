package chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Signs tokens (RFC 7519) for push services. */
final class JsonWebToken {
  /** ECDSA with P-256 (RFC 7518 section 3.4). */
  static final String ES256 = "ES256";

  /** RSA with PKCS#1 (RFC 7518 section 3.3). */
  static final String RS256 = "RS256";

  private JsonWebToken() {}

  /** A token; the header's {@code alg} says how it is signed. */
  static String sign(JsonObject header, JsonObject claims, PrivateKey key) {
    String signed =
        Base64Url.encode(header.encode().getBytes(UTF_8))
            + '.'
            + Base64Url.encode(claims.encode().getBytes(UTF_8));
    String algorithm =
        switch (header.getString("alg")) {
          case ES256 -> "SHA256withECDSAinP1363Format";
          case RS256 -> "SHA256withRSA";
          default -> throw new IllegalArgumentException(header.encode());
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(signed.getBytes(UTF_8));
      return signed + '.' + Base64Url.encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
