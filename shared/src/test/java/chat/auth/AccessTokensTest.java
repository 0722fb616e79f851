package chat.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.AuthConfig;
import chat.config.ConfigurationException;
import chat.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
  @TempDir Path folder;

  private AuthConfig config(String file, int seconds) throws Exception {
    Path path = folder.resolve(file);
    if (!Files.exists(path)) {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      Files.writeString(
          path, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }
    return new AuthConfig(path.toString(), seconds, 90);
  }

  @Test
  void aTokenTellsWhoseItIs() throws Exception {
    AccessTokens tokens = new AccessTokens(config("a.pem", 900));

    AccessToken token = tokens.verify(tokens.issue("user", "device", "session")).await();

    assertThat(token.user()).isEqualTo("user");
    assertThat(token.device()).isEqualTo("device");
    assertThat(token.session()).isEqualTo("session");
    assertThat(token.expires()).isAfter(Instant.now());
  }

  @Test
  void aTokenOfAnotherKeyIsRefused() throws Exception {
    String foreign = new AccessTokens(config("b.pem", 900)).issue("u", "d", "s");
    AccessTokens tokens = new AccessTokens(config("a.pem", 900));

    assertThatThrownBy(() -> tokens.verify(foreign).await()).isInstanceOf(ProblemException.class);
  }

  @Test
  void aChangedTokenIsRefused() throws Exception {
    AccessTokens tokens = new AccessTokens(config("a.pem", 900));
    String[] parts = tokens.issue("u", "d", "s").split("\\.");
    String other = tokens.issue("v", "d", "s").split("\\.")[1];

    assertThatThrownBy(() -> tokens.verify(parts[0] + '.' + other + '.' + parts[2]).await())
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> tokens.verify("").await()).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> tokens.verify("a.b").await()).isInstanceOf(ProblemException.class);
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    AccessTokens tokens = new AccessTokens(config("a.pem", -60));

    assertThatThrownBy(() -> tokens.verify(tokens.issue("u", "d", "s")).await())
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aFileThatIsNoKeyStopsTheStart() throws Exception {
    Files.writeString(folder.resolve("c.pem"), "no key");

    assertThatThrownBy(() -> new AccessTokens(config("c.pem", 900)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.signingKeyFile");
  }

  @Test
  void aTokenIsStillCheckedWhenItWasSeenBefore() throws Exception {
    AccessTokens tokens = new AccessTokens(config("a.pem", 900));
    String good = tokens.issue("u", "d", "s");
    for (int i = 0; i < 3; i++) {
      assertThat(tokens.verify(good).await().user()).isEqualTo("u");
    }
    for (int at = 0; at < good.length(); at++) {
      char other = good.charAt(at) == 'A' ? 'B' : 'A';
      String changed = good.substring(0, at) + other + good.substring(at + 1);
      assertThatThrownBy(() -> tokens.verify(changed).await())
          .as(changed)
          .isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void aSeenTokenStillExpires() throws Exception {
    AccessTokens tokens = new AccessTokens(config("a.pem", -4));
    String token = tokens.issue("u", "d", "s");
    assertThat(tokens.verify(token).await().user()).as("within the leeway").isEqualTo("u");

    Instant end = tokens.verify(token).await().expires().plusSeconds(5);
    while (Instant.now().isBefore(end.plusMillis(1))) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> tokens.verify(token).await()).isInstanceOf(ProblemException.class);
  }

  @Test
  void anotherLibrarysSignatureIsTheSame() throws Exception {
    AuthConfig config = config("a.pem", 900);
    String token = new AccessTokens(config).issue("u", "d", "s");
    int dot = token.lastIndexOf('.');
    byte[] der =
        Base64.getMimeDecoder()
            .decode(
                Files.readString(Path.of(config.signingKeyFile()))
                    .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(
        KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der)));
    signature.update(token.substring(0, dot).getBytes(US_ASCII));

    assertThat(Base64.getUrlDecoder().decode(token.substring(dot + 1))).isEqualTo(signature.sign());
  }

  @Test
  void aTokenWithoutAlgorithmIsRefused() throws Exception {
    AccessTokens tokens = new AccessTokens(config("a.pem", 900));
    String claims = tokens.issue("u", "d", "s").split("\\.")[1];
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"typ\":\"JWT\",\"alg\":\"none\"}".getBytes(US_ASCII));

    assertThatThrownBy(() -> tokens.verify(none + '.' + claims + '.').await())
        .isInstanceOf(ProblemException.class);
  }
}
