package chat.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.bus.PushMessages.Audience;
import chat.bus.PushMessages.AudienceOf;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusTest {
  private static final String ADDRESS = "test.audience";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void install() {
    Bus.install(vertx);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void serve(Future<Audience> answer) {
    Bus.serve(
        vertx,
        ADDRESS,
        AudienceOf.class,
        question -> {
          asked.incrementAndGet();
          return answer;
        });
  }

  private Audience ask() {
    return Bus.request(
            vertx, ADDRESS, new AudienceOf("channel"), Audience.class, Duration.ofSeconds(5))
        .await();
  }

  private static Future<Audience> refusing(ProblemType type) {
    return Future.failedFuture(new ProblemException(type, "because of the test"));
  }

  @Test
  void whoCannotAnswerNowIsNotTheLastToBeAsked() {
    serve(refusing(ProblemType.UNAVAILABLE));
    serve(Future.succeededFuture(new Audience(List.of())));

    for (int i = 0; i < 4; i++) {
      assertThat(ask().members()).isEmpty();
    }
    assertThat(asked).hasValueGreaterThan(4);
  }

  @Test
  void aRefusalIsTheAnswer() {
    serve(refusing(ProblemType.NOT_FOUND));

    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
    assertThat(asked).hasValue(1);
  }

  @Test
  void whereNobodyServesItIsUnavailable() {
    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
  }
}
