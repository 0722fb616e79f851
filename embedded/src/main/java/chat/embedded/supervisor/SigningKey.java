package chat.embedded.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** The Ed25519 key that signs access tokens, PKCS#8 in PEM, made once per data directory. */
final class SigningKey {
  private static final String FILE = "signing-key.pem";
  private static final int PEM_LINE = 64;

  private SigningKey() {}

  static Path in(DataDirectory directory) throws IOException {
    Path file = directory.path().resolve(FILE);
    if (!Files.exists(file)) {
      Files.move(
          directory.writeSecret(FILE + ".part", pem()), file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private static String pem() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      String text =
          Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }
}
