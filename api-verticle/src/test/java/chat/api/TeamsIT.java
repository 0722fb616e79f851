package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO})
final class TeamsIT {
  private static TestApi api;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  private static List<String> texts(JsonNode items, String field) {
    List<String> found = new ArrayList<>();
    items.forEach(item -> found.add(item.get(field).asText()));
    return found;
  }

  @Test
  void anOpenTeamIsJoinedWithItsChannelGeneral() {
    SignedIn ada = api.person("Ada");
    SignedIn bob = api.person("Bob");
    String team = api.team(ada, true);

    Answer joined = api.post("/v1/teams/" + team + "/join", bob, null);
    Answer again = api.post("/v1/teams/" + team + "/join", bob, null);

    assertThat(joined.get("role")).isEqualTo("member");
    assertThat(again.text()).isEqualTo(joined.text());
    JsonNode channels = api.get("/v1/teams/" + team + "/channels", bob).json().get("items");
    assertThat(texts(channels, "name")).containsExactly("general");
    assertThat(texts(channels, "member")).containsExactly("true");
    assertThat(texts(api.get("/v1/teams", bob).json().get("items"), "id")).containsExactly(team);
  }

  @Test
  void aClosedTeamTakesAnInvitation() {
    SignedIn ada = api.person("Ada");
    SignedIn bob = api.person("Bob");
    String team = api.team(ada, false);

    Answer refused = api.post("/v1/teams/" + team + "/join", bob, null);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(api.get("/v1/teams/" + team + "/channels", bob).status()).isEqualTo(404);
    assertThat(api.post("/v1/teams/" + team + "/invites", bob, null).status()).isEqualTo(404);

    String code = api.post("/v1/teams/" + team + "/invites", ada, null).get("code");
    assertThat(api.post("/v1/invites/" + code + "/accept", bob, null).get("id")).isEqualTo(team);
  }

  @Test
  void anInvitationIsUsedOnlyAsOftenAsItMayBe() {
    SignedIn ada = api.person("Ada");
    String team = api.team(ada, false);
    String code = api.post("/v1/teams/" + team + "/invites", ada, "{\"uses\":2}").get("code");
    assertThat(api.post("/v1/invites/" + code + "/accept", ada, null).status()).isEqualTo(200);
    List<SignedIn> people = IntStream.range(0, 5).mapToObj(i -> api.person("P" + i)).toList();

    List<Integer> statuses =
        people.parallelStream()
            .map(person -> api.post("/v1/invites/" + code + "/accept", person, null).status())
            .toList();

    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(2);
    assertThat(statuses.stream().filter(status -> status == 404)).hasSize(3);
  }

  @Test
  void manyJoinAtOnceAndEachOnce() {
    SignedIn ada = api.person("Ada");
    String team = api.team(ada, true);
    List<SignedIn> people = IntStream.range(0, 12).mapToObj(i -> api.person("P" + i)).toList();

    List<Integer> statuses =
        IntStream.range(0, 24)
            .parallel()
            .mapToObj(
                i -> api.post("/v1/teams/" + team + "/join", people.get(i % 12), null).status())
            .toList();

    assertThat(statuses).containsOnly(200);
    assertThat(api.get("/v1/teams/" + team + "/members", ada).json().get("items")).hasSize(13);
  }

  @Test
  void mutingIsMyOwnAffairAndEndsByItself() {
    SignedIn ada = api.person("Ada");
    String team = api.team(ada, true);
    String path = "/v1/teams/" + team + "/mute";

    assertThat(mute(path, ada, "{\"muted\":true}").get("muted")).isEqualTo("true");
    String soon = Instant.now().plusMillis(700).toString();
    Answer until = mute(path, ada, "{\"muted\":true,\"until\":\"" + soon + "\"}");
    assertThat(until.get("mutedUntil")).startsWith(soon.substring(0, 19));
    org.assertj.core.api.Assertions.assertThatNoException()
        .isThrownBy(
            () -> {
              while (api.get("/v1/teams", ada).json().at("/items/0/muted").asBoolean()) {
                assertThat(Instant.now()).isBefore(Instant.parse(soon).plusSeconds(10));
              }
            });
    assertThat(mute(path, ada, "{\"muted\":false,\"until\":\"" + soon + "\"}").get("field"))
        .isEqualTo("until");
    assertThat(mute(path, ada, "{\"muted\":true,\"until\":\"2001-01-01T00:00:00Z\"}").get("field"))
        .isEqualTo("until");
  }

  private static Answer mute(String path, SignedIn who, String body) {
    return api.send("PUT", path, who.token(), body);
  }

  @Test
  void membersAreFoundByTheStartOfNameOrHandleInAnyLanguage() {
    SignedIn ada = api.person("Ada Lovelace");
    String team = api.team(ada, true);
    for (String name : List.of("김민수", "김서연", "이도윤", "Émile", "50% Bob", "under_score")) {
      api.post("/v1/teams/" + team + "/join", api.person(name), null);
    }

    assertThat(search(team, ada, "김")).containsExactlyInAnyOrder("김민수", "김서연");
    assertThat(search(team, ada, "김ㅁ")).containsExactly("김민수");
    assertThat(search(team, ada, "김ㅂ")).isEmpty();
    assertThat(search(team, ada, "기")).containsExactlyInAnyOrder("김민수", "김서연");
    assertThat(search(team, ada, "ㄱ")).containsExactlyInAnyOrder("김민수", "김서연");
    assertThat(search(team, ada, "ADA")).containsExactly("Ada Lovelace");
    assertThat(search(team, ada, "e")).containsExactly("Émile");
    assertThat(search(team, ada, "50%")).containsExactly("50% Bob");
    assertThat(search(team, ada, "%")).isEmpty();
    assertThat(search(team, ada, "_")).isEmpty();
    assertThat(search(team, ada, "under_")).containsExactly("under_score");
    assertThat(search(team, ada, "1.5")).isEmpty();
    assertThat(search(team, ada, ada.handle())).containsExactly("Ada Lovelace");
    assertThat(search(team, ada, "")).hasSize(7);
  }

  private static List<String> search(String team, SignedIn who, String prefix) {
    String q = URLEncoder.encode(prefix, StandardCharsets.UTF_8);
    Answer answer = api.get("/v1/teams/" + team + "/members?q=" + q, who);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return texts(answer.json().get("items"), "name");
  }

  @Test
  void pagesPutTogetherAreTheWholeListOnce() {
    SignedIn ada = api.person("Ada");
    String team = api.team(ada, true);
    for (int i = 0; i < 7; i++) {
      api.post("/v1/teams/" + team + "/join", api.person("같은 이름"), null);
      api.channel(ada, team, i % 2 == 0);
      api.team(ada, false);
    }

    String general =
        texts(api.get("/v1/teams/" + team + "/channels", ada).json().get("items"), "id").getLast();
    assertThat(all("/v1/teams/" + team + "/members", ada)).hasSize(8).doesNotHaveDuplicates();
    assertThat(all("/v1/teams/" + team + "/channels", ada)).hasSize(8).doesNotHaveDuplicates();
    assertThat(all("/v1/teams", ada)).hasSize(8).doesNotHaveDuplicates();
    assertThat(all("/v1/channels/" + general + "/members", ada)).hasSize(8).doesNotHaveDuplicates();
  }

  private static List<String> all(String path, SignedIn who) {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      Answer page = api.get(path + "?limit=3" + (next.isEmpty() ? "" : "&cursor=" + next), who);
      assertThat(page.json().get("items")).hasSizeLessThanOrEqualTo(3);
      ids.addAll(texts(page.json().get("items"), "id"));
      next = page.json().get("next").isNull() ? "" : page.get("next");
    } while (!next.isEmpty());
    return ids;
  }

  @Test
  void aForgedCursorIsRefused() {
    SignedIn ada = api.person("Ada");
    for (String cursor : List.of("x", "AAAA", Cursor.of("not a number", "x"), "%F0%9F%A6%8A")) {
      Answer answer = api.get("/v1/teams?cursor=" + cursor, ada);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.get("field")).isEqualTo("cursor");
    }
  }

  @Test
  void presenceIsUnknownForAllWhileNobodyKnowsIt() {
    SignedIn ada = api.person("Ada");
    String team = api.team(ada, true);

    Answer presence = api.get("/v1/teams/" + team + "/presence", ada);

    assertThat(texts(presence.json().get("items"), "user")).containsExactly(ada.id());
    assertThat(texts(presence.json().get("items"), "status")).containsExactly("unknown");
  }
}
