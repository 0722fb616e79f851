package chat.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TalkersTest {
  private Instant now = Instant.EPOCH;
  private boolean away;
  private final List<String> asked = new ArrayList<>();
  private final Talkers talkers =
      new Talkers(
          channel -> {
            asked.add(channel);
            return away
                ? Future.failedFuture("away")
                : Future.succeededFuture(List.of("u" + asked.size()));
          },
          () -> now);

  @Test
  void manyLettersOfANameCostOneRead() {
    assertThat(talkers.of("a").result()).containsExactly("u1");
    now = now.plus(Talkers.LIFE).minusMillis(1);
    assertThat(talkers.of("a").result()).containsExactly("u1");
    now = now.plus(Duration.ofMillis(1));
    assertThat(talkers.of("a").result()).as("later").containsExactly("u2");
  }

  @Test
  void aFailureIsNotRemembered() {
    away = true;
    assertThat(talkers.of("a").failed()).isTrue();
    away = false;
    assertThat(talkers.of("a").succeeded()).isTrue();
  }

  @Test
  void theChannelsAskedAboutLastAreRemembered() {
    talkers.of("a");
    for (int i = 1; i < Talkers.CHANNELS; i++) {
      talkers.of("channel" + i);
    }
    talkers.of("a");
    talkers.of("one more");
    talkers.of("a");
    assertThat(asked).hasSize(Talkers.CHANNELS + 1);
    talkers.of("channel1");
    assertThat(asked).hasSize(Talkers.CHANNELS + 2);
  }
}
