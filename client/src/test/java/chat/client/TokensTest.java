package chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Credentials> refreshed = new ArrayList<>();
  private final Promise<Credentials> answer = Promise.promise();

  @Test
  void aTokenThatIsValidForLongIsGivenAsItIs() {
    Tokens tokens = tokens(credentials("old", NOW.plusSeconds(600)));

    assertThat(tokens.access().result()).isEqualTo("old");
    assertThat(refreshed).isEmpty();
  }

  @Test
  void aTokenIsReplacedBeforeItExpires() {
    Tokens tokens = tokens(credentials("old", NOW.plusSeconds(10)));

    Future<String> token = tokens.access();
    answer.complete(credentials("new", NOW.plusSeconds(900)));

    assertThat(token.result()).isEqualTo("new");
  }

  @Test
  void howeverManyAskOneRefreshIsUnderWay() {
    Tokens tokens = tokens(credentials("old", NOW.plusSeconds(600)));

    List<Future<String>> asked = List.of(tokens.replace("old"), tokens.replace("old"));
    answer.complete(credentials("new", NOW.plusSeconds(900)));

    assertThat(refreshed).hasSize(1);
    assertThat(asked).allSatisfy(token -> assertThat(token.result()).isEqualTo("new"));
    assertThat(tokens.replace("old").result()).as("already replaced").isEqualTo("new");
    assertThat(refreshed).hasSize(1);
  }

  @Test
  void afterAFailedRefreshTheNextOneTriesAgain() {
    Tokens tokens = tokens(credentials("old", NOW.plusSeconds(600)));
    Future<String> token = tokens.replace("old");
    answer.fail("away");
    tokens.replace("old");

    assertThat(token.failed()).isTrue();
    assertThat(refreshed).hasSize(2);
  }

  private Tokens tokens(Credentials initial) {
    return new Tokens(
        initial,
        CredentialStore.inMemory(),
        stale -> {
          refreshed.add(stale);
          return answer.future();
        },
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Credentials credentials(String token, Instant expires) {
    return new Credentials(token, expires, "r" + token, "d", new User("u", "u", "U"));
  }
}
