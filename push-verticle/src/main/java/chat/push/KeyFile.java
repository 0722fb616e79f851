package chat.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.function.BiFunction;

/**
 * A small file that an operator may replace while the node runs: read anew when it has changed.
 * What can't be read leaves what was read before. Not thread-safe.
 */
final class KeyFile<T> {
  private final Place place;
  private final BiFunction<Path, String, T> parse;
  private Path file;
  private FileTime seen;
  private T value;

  /** Says which file counts now. */
  @FunctionalInterface
  interface Place {
    Path find() throws IOException;
  }

  /**
   * What a file says.
   *
   * @param place asked again each time
   * @param parse gets the file and its text; throws {@link RuntimeException} if that is nothing
   */
  KeyFile(Place place, BiFunction<Path, String, T> parse) {
    this.place = place;
    this.parse = parse;
  }

  /** Reads it if it is another one or has changed; returns whether it has. Blocks shortly. */
  boolean refresh() {
    Path now = null;
    try {
      now = place.find();
      FileTime time = Files.getLastModifiedTime(now);
      if (now.equals(file) && time.equals(seen)) {
        return false;
      }
      value = parse.apply(now, Files.readString(now, StandardCharsets.UTF_8));
      file = now;
      seen = time;
      return true;
    } catch (IOException | RuntimeException e) {
      if (value == null) {
        throw new IllegalStateException(
            (now == null ? "the key" : now) + " can't be used: " + e.getMessage(), e);
      }
      return false;
    }
  }

  T value() {
    return value;
  }

  /** A private key, PKCS#8 in PEM. */
  static PrivateKey privateKey(String pem, String algorithm) {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key for " + algorithm, e);
    }
  }
}
