package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.log.LogRecord.ChangeMembers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO})
final class OutboxIT {
  private static TestApi api;
  private static TestApi other;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    other = api.startAnother(backends);
  }

  @AfterAll
  static void stop() throws Exception {
    other.close();
    api.close();
  }

  private static List<ChangeMembers> changes(String channel) {
    return api.conversation().changes().stream()
        .filter(change -> change.channel().equals(channel))
        .toList();
  }

  @Test
  void changesThatTheLogDidNotTakeFollowInOrderWhenItIsBack() {
    SignedIn ada = api.person("Ada");
    SignedIn bob = api.person("Bob");
    String team = api.team(ada, true);
    api.post("/v1/teams/" + team + "/join", bob, null);

    api.conversation().setAway(true);
    long start = System.nanoTime();
    String channel = api.channel(ada, team, true);
    api.post("/v1/channels/" + channel + "/members", ada, "{\"user\":\"" + bob.id() + "\"}");
    Duration waited = Duration.ofNanos(System.nanoTime() - start);
    assertThat(changes(channel)).isEmpty();
    assertThat(api.get("/v1/channels/" + channel, bob).get("member")).isEqualTo("true");
    assertThat(waited).isLessThan(Duration.ofSeconds(15));

    api.conversation().setAway(false);

    untilSeen(channel, 2);
    assertThat(changes(channel)).extracting(ChangeMembers::version).isSorted().contains(1L, 2L);
  }

  @Test
  void changesFromTwoNodesAtOnceAllArriveInTheOrderOfTheirVersions() {
    SignedIn ada = api.person("Ada");
    String team = api.team(ada, true);
    List<SignedIn> people = IntStream.range(0, 10).mapToObj(i -> api.person("P" + i)).toList();
    String general =
        api.get("/v1/teams/" + team + "/channels", ada).json().at("/items/0/id").asText();

    IntStream.range(0, people.size())
        .parallel()
        .forEach(
            i ->
                (i % 2 == 0 ? api : other)
                    .post("/v1/teams/" + team + "/join", people.get(i), null));

    untilSeen(general, 11);
    List<Long> firsts = changes(general).stream().map(ChangeMembers::version).distinct().toList();
    assertThat(firsts).containsExactlyElementsOf(LongStream.rangeClosed(1, 11).boxed().toList());
  }

  private static void untilSeen(String channel, long version) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (changes(channel).stream().noneMatch(change -> change.version() == version)) {
      assertThat(System.nanoTime()).as("version " + version + " in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
