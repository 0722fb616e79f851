package chat.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

final class SecretsTest {
  @Test
  void aPasswordMatchesItsOwnHashOnly() {
    String hash = Argon2.hash("correct horse".getBytes(UTF_8));

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(Argon2.matches("correct horse".getBytes(UTF_8), hash)).isTrue();
    assertThat(Argon2.matches("correct horsf".getBytes(UTF_8), hash)).isFalse();
    assertThat(Argon2.hash("correct horse".getBytes(UTF_8))).isNotEqualTo(hash);
  }

  @Test
  void aHashThatAnotherProgramMadeWithOtherParametersMatches() {
    // argon2 command line: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
    byte[] expected =
        java.util.HexFormat.of()
            .parseHex("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    String hash =
        "$argon2id$v=19$m=65536,t=2,p=1$"
            + base64.encodeToString("somesalt".getBytes(UTF_8))
            + "$"
            + base64.encodeToString(expected);

    assertThat(Argon2.matches("password".getBytes(UTF_8), hash)).isTrue();
  }

  @Test
  void aRefreshTokenSurvivesItsTextAndChangesItsSecretOnly() {
    RefreshToken first = RefreshToken.first("0".repeat(26), "1".repeat(26));
    RefreshToken next = first.next();

    assertThat(RefreshToken.parse(first.text())).contains(first);
    assertThat(next.familyHash()).isEqualTo(first.familyHash());
    assertThat(next.secretHash()).isNotEqualTo(first.secretHash());
    assertThat(first.toString()).doesNotContain(first.secret()).doesNotContain(first.family());
  }
}
