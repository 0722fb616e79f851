package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.auth.AccessTokens;
import chat.bench.seed.Town;
import chat.config.AuthConfig;
import java.nio.file.Path;

/**
 * The access tokens of some people in one array, since all are equally long, and the prepared bytes
 * that carry them.
 */
public final class Credentials {
  private static final int VALID_SECONDS = 12 * 3_600;

  private final byte[] tokens;
  private final int length;

  private Credentials(byte[] tokens, int length) {
    this.tokens = tokens;
    this.length = length;
  }

  /** Signs tokens for that many people from {@code first} on; takes 0.1 ms each. */
  static Credentials sign(Path signingKey, int first, int count) {
    AccessTokens signer = new AccessTokens(new AuthConfig(signingKey.toString(), VALID_SECONDS, 1));
    int length = token(signer, first).length;
    byte[] all = new byte[length * count];
    for (int i = 0; i < count; i++) {
      byte[] token = token(signer, first + i);
      if (token.length != length) {
        throw new IllegalStateException("tokens of different lengths");
      }
      System.arraycopy(token, 0, all, i * length, length);
    }
    return new Credentials(all, length);
  }

  /** The access token of one person. */
  public static String token(Path signingKey, int person) {
    Credentials one = sign(signingKey, person, 1);
    return new String(one.tokens, US_ASCII);
  }

  private static byte[] token(AccessTokens signer, int person) {
    return signer
        .issue(Town.user(person), Town.device(person), Town.session(person))
        .getBytes(US_ASCII);
  }

  /** Bytes with a place for a token, which is filled for one person at a time. */
  final class Form {
    private final byte[] bytes;
    private final int place;

    private Form(byte[] bytes, int place) {
      this.bytes = bytes;
      this.place = place;
    }

    /** The bytes of that person, from 0; valid until the next call. */
    byte[] of(int person) {
      System.arraycopy(tokens, person * length, bytes, place, length);
      return bytes;
    }
  }

  /** What stands in a form where the token will be. */
  String blank() {
    return "#".repeat(length);
  }

  /** A form from bytes that contain {@link #blank()}. */
  Form form(byte[] bytes) {
    int place = new String(bytes, US_ASCII).indexOf(blank());
    if (place < 0) {
      throw new IllegalArgumentException("no place for a token");
    }
    return new Form(bytes, place);
  }
}
