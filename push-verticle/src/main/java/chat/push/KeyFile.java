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
import java.util.function.Function;

/**
 * A small file that an operator may replace while the node runs: read anew when it has changed.
 * What can't be read leaves what was read before. Not thread-safe.
 */
final class KeyFile<T> {
  private final Path path;
  private final Function<String, T> parse;
  private FileTime seen;
  private T value;

  /** A file that {@code parse} understands, or throws {@link RuntimeException}. */
  KeyFile(Path path, Function<String, T> parse) {
    this.path = path;
    this.parse = parse;
  }

  /** Reads it if it has changed; returns whether it has. Blocks shortly. */
  boolean refresh() {
    try {
      FileTime now = Files.getLastModifiedTime(path);
      if (now.equals(seen)) {
        return false;
      }
      value = parse.apply(Files.readString(path, StandardCharsets.UTF_8));
      seen = now;
      return true;
    } catch (IOException | RuntimeException e) {
      if (value == null) {
        throw new IllegalStateException(path + " can't be used: " + e.getMessage(), e);
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
