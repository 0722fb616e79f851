package chat.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.AuthConfig;
import chat.config.ConfigurationException;
import chat.problem.ProblemException;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
  @TempDir Path folder;
  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

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
    AccessTokens tokens = new AccessTokens(vertx, config("a.pem", 900));

    AccessToken token = tokens.verify(tokens.issue("user", "device", "session")).await();

    assertThat(token.user()).isEqualTo("user");
    assertThat(token.device()).isEqualTo("device");
    assertThat(token.session()).isEqualTo("session");
    assertThat(token.expires()).isAfter(java.time.Instant.now());
  }

  @Test
  void aTokenOfAnotherKeyIsRefused() throws Exception {
    String foreign = new AccessTokens(vertx, config("b.pem", 900)).issue("u", "d", "s");
    AccessTokens tokens = new AccessTokens(vertx, config("a.pem", 900));

    assertThatThrownBy(() -> tokens.verify(foreign).await()).isInstanceOf(ProblemException.class);
  }

  @Test
  void aChangedTokenIsRefused() throws Exception {
    AccessTokens tokens = new AccessTokens(vertx, config("a.pem", 900));
    String[] parts = tokens.issue("u", "d", "s").split("\\.");
    String other = tokens.issue("v", "d", "s").split("\\.")[1];

    assertThatThrownBy(() -> tokens.verify(parts[0] + '.' + other + '.' + parts[2]).await())
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> tokens.verify("").await()).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> tokens.verify("a.b").await()).isInstanceOf(ProblemException.class);
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    AccessTokens tokens = new AccessTokens(vertx, config("a.pem", -60));

    assertThatThrownBy(() -> tokens.verify(tokens.issue("u", "d", "s")).await())
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aFileThatIsNoKeyStopsTheStart() throws Exception {
    Files.writeString(folder.resolve("c.pem"), "no key");

    assertThatThrownBy(() -> new AccessTokens(vertx, config("c.pem", 900)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.signingKeyFile");
  }
}
