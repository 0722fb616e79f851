package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO})
final class LimitsIT {
  private static final String TIGHT =
      """
      limits:
        signUpsPerAddressHour: 3
        logInsPerAddressMinute: 6
        logInsPerHandleMinute: 2
        refreshesPerAddressMinute: 2
        trustedProxies: 1
        passwordThreads: 1
        passwordQueue: 1
      """;

  private static Answer from(TestApi api, String address, String path, String body) {
    return api.send("POST", path, null, body, Map.of("X-Forwarded-For", "9.9.9.9, " + address));
  }

  private static Answer signUp(TestApi api, String address) {
    String handle = "l" + Long.toString(System.nanoTime(), 36);
    return from(
        api,
        address,
        "/v1/accounts",
        "{\"handle\":\"" + handle + "\",\"name\":\"x\",\"password\":\"correct horse\"}");
  }

  private static Answer logIn(TestApi api, String address, String handle) {
    return from(
        api,
        address,
        "/v1/sessions",
        "{\"handle\":\""
            + handle
            + "\",\"password\":\"x\",\"device\":{\"name\":\"x\",\"platform\":\"web\"}}");
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.get("type")).isEqualTo("rate-limited");
    assertThat(answer.response().headers().firstValueAsLong("Retry-After").orElse(0))
        .isBetween(1L, 3600L);
  }

  @Test
  void triesAreLimitedByAddressAndByHandleOverAllNodes(Backends backends) throws Exception {
    try (TestApi api = TestApi.start(backends, TIGHT);
        TestApi other = TestApi.start(backends, TIGHT)) {
      assertThat(signUp(api, "10.0.0.1").status()).isEqualTo(201);
      assertThat(signUp(other, "10.0.0.1").status()).isEqualTo(201);
      assertThat(signUp(api, "10.0.0.1").status()).isEqualTo(201);
      refused(signUp(other, "10.0.0.1"));
      assertThat(signUp(api, "10.0.0.2").status()).isEqualTo(201);

      assertThat(logIn(api, "10.0.1.1", "mallory").status()).isEqualTo(401);
      assertThat(logIn(api, "10.0.1.2", "MALLORY").status()).isEqualTo(401);
      refused(logIn(api, "10.0.1.3", "mallory"));
      for (int i = 0; i < 6; i++) {
        assertThat(logIn(api, "10.0.2.1", "h" + i).status()).isEqualTo(401);
      }
      refused(logIn(api, "10.0.2.1", "h7"));
    }
  }

  @Test
  void withoutRedisANodeCountsForItself(Backends backends) throws Exception {
    String away = TIGHT.replace("limits:", "redis: {uri: \"redis://127.0.0.1:1\"}\nlimits:");
    try (TestApi api = TestApi.startWith(backends, away)) {
      for (int i = 0; i < 3; i++) {
        assertThat(signUp(api, "10.0.0.1").status()).isEqualTo(201);
      }
      refused(signUp(api, "10.0.0.1"));
      assertThat(api.get("/v1/me", api.personFrom("10.0.0.9")).status()).isEqualTo(200);
    }
  }

  @Test
  void morePasswordsThanCanWaitAreRefusedAsOverload(Backends backends) throws Exception {
    String roomy = TIGHT.replaceAll("(sign|log|refreshes)(\\w*): \\d+", "$1$2: 100000");
    try (TestApi api = TestApi.start(backends, roomy)) {
      List<Answer> answers =
          IntStream.range(0, 12)
              .mapToObj(i -> Thread.ofVirtual())
              .map(
                  thread -> {
                    var answer = new java.util.concurrent.CompletableFuture<Answer>();
                    thread.start(() -> answer.complete(logIn(api, "10.0.3.1", "nobody")));
                    return answer;
                  })
              .toList()
              .stream()
              .map(java.util.concurrent.CompletableFuture::join)
              .toList();

      assertThat(answers).extracting(Answer::status).contains(401, 503).containsOnly(401, 503);
      Answer full = answers.stream().filter(a -> a.status() == 503).findFirst().orElseThrow();
      assertThat(full.get("type")).isEqualTo("overloaded");
      assertThat(full.response().headers().firstValue("Retry-After")).isPresent();
    }
  }
}
