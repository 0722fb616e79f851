package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.bus.Addresses;
import chat.bus.News;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.log.LogRecord.ChangeChannel;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to people, invitations and channels in the life of a team. */
@UseBackends({Backend.MYSQL, Backend.REDIS})
final class TeamLifeIT {
  private static TestApi api;
  private static SignedIn ada;
  private static SignedIn bob;
  private static final Queue<News> NEWS = new ConcurrentLinkedQueue<>();
  private String team;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    ada = api.person("Ada");
    bob = api.person("Bob");
    api.vertx().eventBus().<News>consumer(Addresses.NEWS, message -> NEWS.add(message.body()));
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  @BeforeEach
  void newTeam() {
    team = api.team(ada, true);
    join(bob);
    NEWS.clear();
  }

  private void join(SignedIn who) {
    assertThat(api.post("/v1/teams/" + team + "/join", who, null).status()).isEqualTo(200);
  }

  private Answer send(String method, String path, SignedIn by, String body) {
    return api.send(method, "/v1/teams/" + team + path, by.token(), body);
  }

  private static Answer channel(
      String method, String channel, String path, SignedIn by, String body) {
    return api.send(method, "/v1/channels/" + channel + path, by.token(), body);
  }

  private static void add(String channel, SignedIn who) {
    channel("POST", channel, "/members", ada, "{\"user\":\"" + who.id() + "\"}");
  }

  private static List<String> texts(Answer answer, String field) {
    List<String> found = new ArrayList<>();
    answer.json().get("items").forEach(item -> found.add(item.get(field).asText()));
    return found;
  }

  /** Waits for news of that kind; the bus hands them over a moment later. */
  private static News news(String... parts) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (true) {
      for (News news : NEWS) {
        String text = new String(news.frame(), StandardCharsets.UTF_8);
        if (List.of(parts).stream().allMatch(text::contains)) {
          return news;
        }
      }
      assertThat(System.nanoTime()).as("news of " + List.of(parts)).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void whoLeavesIsOutOfAllChannelsAtOnceAndTheLogSaysSo() {
    String closed = api.channel(ada, team, true);
    add(closed, bob);
    assertThat(channel("GET", closed, "/messages", bob, null).status()).isEqualTo(200);

    assertThat(send("DELETE", "/members/" + bob.id(), bob, null).status()).isEqualTo(204);

    assertThat(channel("GET", closed, "/messages", bob, null).status()).isEqualTo(404);
    assertThat(send("GET", "/channels", bob, null).status()).isEqualTo(404);
    assertThat(texts(send("GET", "/members", ada, null), "id")).containsExactly(ada.id());
    assertThat(api.get("/v1/teams", bob).text()).doesNotContain(team);
    assertThat(
            api.conversation().changes().stream()
                .filter(change -> change.removed().contains(bob.id()))
                .filter(change -> change.by().equals(bob.id()))
                .map(change -> change.channel()))
        .contains(closed)
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(news("\"own\"", bob.id()).users()).containsExactly(bob.id());
    join(bob);
    assertThat(channel("GET", closed, "", bob, null).status()).isEqualTo(404);
  }

  @Test
  void theOwnerLeavesOnlyAfterGivingTheTeamAway() {
    assertThat(send("DELETE", "/members/" + ada.id(), ada, null).status()).isEqualTo(403);

    Answer given = send("PUT", "/owner", ada, "{\"user\":\"" + bob.id() + "\"}");

    assertThat(given.get("role")).isEqualTo("admin");
    assertThat(texts(send("GET", "/members", ada, null), "role"))
        .containsExactlyInAnyOrder("owner", "admin");
    assertThat(send("DELETE", "/members/" + ada.id(), ada, null).status()).isEqualTo(204);
  }

  @Test
  void ofTwoWhoGiveTheTeamAwayAtOnceOneDoes() {
    SignedIn eve = api.person("Eve");
    join(eve);
    List<SignedIn> heirs = List.of(bob, eve, bob, eve);

    List<Integer> statuses =
        heirs.parallelStream()
            .map(heir -> send("PUT", "/owner", ada, "{\"user\":\"" + heir.id() + "\"}").status())
            .toList();

    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    assertThat(texts(send("GET", "/members", ada, null), "role").stream().filter("owner"::equals))
        .hasSize(1);
  }

  @Test
  void nobodyIsAddedToAChannelWhileBeingRemovedFromTheTeam() {
    for (int round = 0; round < 5; round++) {
      SignedIn eve = api.person("Eve");
      join(eve);
      String closed = api.channel(ada, team, true);

      IntStream.range(0, 2)
          .parallel()
          .forEach(
              i -> {
                if (i == 0) {
                  add(closed, eve);
                } else {
                  send("DELETE", "/members/" + eve.id(), ada, null);
                }
              });

      assertThat(channel("GET", closed, "", eve, null).status()).isEqualTo(404);
      assertThat(channel("GET", closed, "/members", ada, null).text()).doesNotContain(eve.id());
    }
  }

  @Test
  void nobodyLeavesTheFirstChannelWithoutTheTeamAndItIsNeverArchived() {
    String general =
        api.get("/v1/teams", ada).json().at("/items").findValuesAsText("general").getLast();

    assertThat(channel("DELETE", general, "/members/" + bob.id(), bob, null).status())
        .isEqualTo(403);
    assertThat(channel("PATCH", general, "", ada, "{\"archived\":true}").get("field"))
        .isEqualTo("archived");
  }

  @Test
  void anInvitationIsSeenByItsMakerAndAdminsAndCanBeTakenBack() {
    SignedIn eve = api.person("Eve");
    join(eve);
    Answer made = send("POST", "/invites", bob, "{\"uses\":3}");
    String code = made.get("code");

    assertThat(made.get("usesLeft")).isEqualTo("3");
    assertThat(texts(send("GET", "/invites", bob, null), "code")).containsExactly(code);
    assertThat(texts(send("GET", "/invites", ada, null), "code")).containsExactly(code);
    assertThat(texts(send("GET", "/invites", eve, null), "code")).isEmpty();
    assertThat(send("DELETE", "/invites/" + code, eve, null).status()).isEqualTo(404);
    SignedIn guest = api.person("New");
    assertThat(api.get("/v1/invites/" + code, guest).json().at("/team/id").asText())
        .isEqualTo(team);
    assertThat(send("DELETE", "/invites/" + code, ada, null).status()).isEqualTo(204);
    assertThat(api.get("/v1/invites/" + code, guest).status()).isEqualTo(404);
    assertThat(api.post("/v1/invites/" + code + "/accept", guest, null).status()).isEqualTo(404);
    assertThat(send("DELETE", "/invites/" + code, ada, null).status()).isEqualTo(404);
  }

  @Test
  void theInvitationsOfWhoIsRemovedAreTakenBack() {
    String code = send("POST", "/invites", bob, "{}").get("code");

    send("DELETE", "/members/" + bob.id(), ada, null);

    assertThat(api.post("/v1/invites/" + code + "/accept", bob, null).status()).isEqualTo(404);
  }

  @Test
  void aGuestSeesOnlyWhereTheyWereAddedAndWhoIsThere() {
    SignedIn eve = api.person("Eve");
    join(eve);
    SignedIn guest = api.person("Guest");
    String shared = api.channel(ada, team, true);
    String other = api.channel(ada, team, false);
    String body = "{\"role\":\"guest\",\"channels\":[\"" + shared + "\"]}";
    String code = send("POST", "/invites", ada, body).get("code");

    Answer joined = api.post("/v1/invites/" + code + "/accept", guest, null);

    assertThat(joined.get("role")).isEqualTo("guest");
    assertThat(joined.json().get("general").isNull()).isTrue();
    assertThat(texts(send("GET", "/channels", guest, null), "id")).containsExactly(shared);
    assertThat(texts(send("GET", "/members", guest, null), "id"))
        .containsExactlyInAnyOrder(ada.id(), guest.id());
    assertThat(texts(send("GET", "/presence", guest, null), "user"))
        .containsExactlyInAnyOrder(ada.id(), guest.id());
    assertThat(channel("GET", other, "", guest, null).status()).isEqualTo(404);
    assertThat(api.get("/v1/users/" + eve.id(), guest).status()).isEqualTo(404);
    assertThat(api.get("/v1/users/" + guest.id(), eve).status()).isEqualTo(200);
    assertThat(dm(guest, eve).status()).isEqualTo(404);
    assertThat(dm(guest, ada).status()).isEqualTo(201);

    send("PUT", "/members/" + guest.id() + "/role", ada, "{\"role\":\"member\"}");

    assertThat(texts(send("GET", "/channels", guest, null), "id")).contains(shared, other);
    assertThat(texts(send("GET", "/channels", guest, null), "name")).contains("general");
  }

  private static Answer dm(SignedIn who, SignedIn with) {
    return api.post("/v1/dms", who, "{\"users\":[\"" + with.id() + "\"]}");
  }

  @Test
  void aGuestInvitationNamesChannelsThatItsMakerIsIn() {
    String body = "{\"role\":\"guest\",\"channels\":[\"%s\"]}";
    String elsewhere = api.channel(ada, api.team(ada, false), false);
    String notIn = api.channel(bob, team, false);

    assertThat(send("POST", "/invites", ada, "{\"role\":\"guest\"}").get("field"))
        .isEqualTo("channels");
    for (String wrong : List.of(elsewhere, notIn, "x")) {
      Answer answer = send("POST", "/invites", ada, body.formatted(wrong));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.get("field")).isEqualTo("channels.0");
    }
  }

  @Test
  void anArchivedChannelIsReadOnlyUntilItIsBroughtBack() {
    String channel = api.channel(ada, team, false);
    channel("POST", channel, "/join", bob, null);
    assertThat(channel("PATCH", channel, "", ada, "{\"archived\":true}").get("archived"))
        .isEqualTo("true");

    assertThat(post(channel, bob).get("type")).isEqualTo("archived");
    assertThat(post(channel, bob).status()).isEqualTo(409);
    assertThat(channel("GET", channel, "/messages", bob, null).status()).isEqualTo(200);
    assertThat(texts(send("GET", "/channels", bob, null), "id")).doesNotContain(channel);
    assertThat(texts(send("GET", "/channels?archived=true", bob, null), "id"))
        .containsExactly(channel);
    SignedIn eve = api.person("Eve");
    join(eve);
    assertThat(channel("POST", channel, "/join", eve, null).status()).isEqualTo(409);

    channel("PATCH", channel, "", ada, "{\"archived\":false}");
    assertThat(post(channel, bob).status()).isEqualTo(201);
  }

  private static Answer post(String channel, SignedIn by) {
    String id = chat.id.OperationId.of(System.currentTimeMillis(), 5, System.nanoTime()).toString();
    return channel("POST", channel, "/messages", by, "{\"id\":\"" + id + "\",\"body\":\"안녕\"}");
  }

  @Test
  void whatOtherProgramsWouldRunIsJustText() throws Exception {
    String channel = api.channel(ada, team, false);
    for (String text :
        List.of(
            "'; DROP TABLE channels; --",
            "\" OR \"\"=\"",
            "{\"$gt\": \"\"}",
            "a.b.$c",
            "<script>alert(1)</script>",
            "%s%n\\",
            "👩‍👩‍👧‍👦 가족")) {
      String json = TestApi.JSON.writeValueAsString(text);
      Answer answer =
          channel("PATCH", channel, "", ada, "{\"name\":" + json + ",\"topic\":" + json + "}");
      assertThat(answer.get("name")).isEqualTo(text);
      assertThat(answer.get("topic")).isEqualTo(text);
      assertThat(send("PATCH", "", ada, "{\"name\":" + json + "}").get("name")).isEqualTo(text);
      String found =
          api.get(
                  "/v1/teams/"
                      + team
                      + "/members?q="
                      + java.net.URLEncoder.encode(text, StandardCharsets.UTF_8),
                  ada)
              .json()
              .get("items")
              .toString();
      assertThat(found).isEqualTo("[]");
    }
    assertThat(texts(send("GET", "/channels", bob, null), "name")).contains("general");
  }

  @Test
  void noTwoPublicChannelsAreCalledAlike() {
    String first = api.channel(ada, team, false);
    channel("PATCH", first, "", ada, "{\"name\":\"공지 News\"}");
    String body = "{\"name\":\"%s\",\"private\":%b}";

    for (String name : List.of("공지 NEWS", " 공지 news ", "General")) {
      for (boolean isPrivate : new boolean[] {true, false}) {
        Answer answer = send("POST", "/channels", bob, body.formatted(name, isPrivate));
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.get("type")).isEqualTo("name-taken");
      }
    }
    String second = api.channel(ada, team, false);
    assertThat(channel("PATCH", second, "", ada, "{\"name\":\"공지 news\"}").status()).isEqualTo(409);
    assertThat(channel("PATCH", first, "", ada, "{\"name\":\"공지 NEWS\"}").status()).isEqualTo(200);
    // A private channel's name is nobody else's business.
    assertThat(send("POST", "/channels", ada, body.formatted("secret", true)).status())
        .isEqualTo(201);
    assertThat(send("POST", "/channels", bob, body.formatted("secret", true)).status())
        .isEqualTo(201);
    assertThat(send("POST", "/channels", bob, body.formatted("secret", false)).status())
        .isEqualTo(201);
  }

  @Test
  void ofManyWhoMakeAChannelOfTheSameNameAtOnceOneDoes() {
    List<Integer> statuses =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(
                i ->
                    send("POST", "/channels", i % 2 == 0 ? ada : bob, "{\"name\":\"one\"}")
                        .status())
            .toList();

    assertThat(statuses).containsOnly(201, 409);
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
  }

  @Test
  void aNewNameAndTopicAreInTheLogInTheirOrderWithChangesOfMembers() {
    String channel = api.channel(ada, team, false);
    channel("PATCH", channel, "", ada, "{\"name\":\" 소식 \",\"topic\":\"무엇이든\"}");
    channel("PATCH", channel, "", ada, "{\"name\":\"소식\"}");
    channel("POST", channel, "/join", bob, null);
    channel("PATCH", channel, "", bob, "{\"topic\":\"\"}");

    List<ChangeChannel> changes =
        api.conversation().channelChanges().stream()
            .filter(change -> change.channel().equals(channel))
            .toList();
    assertThat(changes).extracting(ChangeChannel::version).containsExactly(2L, 4L);
    assertThat(changes).extracting(ChangeChannel::name).containsOnly("소식");
    assertThat(changes).extracting(ChangeChannel::topic).containsExactly("무엇이든", "");
    assertThat(channel("GET", channel, "", ada, null).get("topic")).isEmpty();
    Answer tooLong = channel("PATCH", channel, "", ada, "{\"topic\":\"" + "가".repeat(251) + "\"}");
    assertThat(tooLong.get("field")).isEqualTo("topic");
    for (String wrong : List.of("a\\u0000b", "a\\nb", "\\u202eevil", "\\u2028")) {
      Answer answer = channel("PATCH", channel, "", ada, "{\"topic\":\"x" + wrong + "y\"}");
      assertThat(answer.get("field")).as(wrong).isEqualTo("topic");
    }
  }

  @Test
  void whatIWantToBeNotifiedOfIsMineAndEndsByItself() {
    String channel = api.channel(ada, team, false);
    channel("POST", channel, "/join", bob, null);
    String path = "/notifications";
    assertThat(level(channel, bob)).isEqualTo("all");

    channel("PUT", channel, path, bob, "{\"level\":\"none\"}");
    assertThat(level(channel, bob)).isEqualTo("none");
    assertThat(level(channel, ada)).isEqualTo("all");
    assertThat(news("\"notifications\"", channel).users()).containsExactly(bob.id());

    Instant soon = Instant.now().plusMillis(700);
    Answer until =
        channel("PUT", channel, path, bob, "{\"level\":\"mentions\",\"until\":\"" + soon + "\"}");
    assertThat(until.get("until")).startsWith(soon.toString().substring(0, 19));
    while (level(channel, bob).equals("mentions")) {
      assertThat(Instant.now()).isBefore(soon.plusSeconds(10));
    }
    assertThat(level(channel, bob)).isEqualTo("all");
    for (String wrong :
        List.of(
            "{\"level\":\"all\",\"until\":\"" + Instant.now().plusSeconds(99) + "\"}",
            "{\"level\":\"none\",\"until\":\"2001-01-01T00:00:00Z\"}",
            "{\"level\":\"none\",\"until\":\"tomorrow\"}")) {
      assertThat(channel("PUT", channel, path, bob, wrong).get("field")).isEqualTo("until");
    }
  }

  private static String level(String channel, SignedIn who) {
    return channel("GET", channel, "", who, null).json().at("/notifications/level").asText();
  }

  @Test
  void whoTalksHereIsOfferedFirst() {
    SignedIn eve = api.person("Kim Eve");
    SignedIn kim = api.person("Kim Far");
    SignedIn zoe = api.person("Kim Zoe");
    String channel = api.channel(ada, team, false);
    for (SignedIn each : List.of(eve, kim, zoe)) {
      join(each);
    }
    for (SignedIn each : List.of(eve, zoe)) {
      channel("POST", channel, "/join", each, null);
    }
    post(channel, zoe);

    Answer found = send("GET", "/members?q=kim&channel=" + channel, ada, null);

    assertThat(texts(found, "name")).containsExactly("Kim Zoe", "Kim Eve", "Kim Far");
    assertThat(texts(found, "inChannel")).containsExactly("true", "true", "false");
    assertThat(
            send("GET", "/members?channel=" + channel + "&limit=2", ada, null).json().get("items"))
        .hasSize(2);
    String elsewhere = api.channel(ada, api.team(ada, false), false);
    assertThat(send("GET", "/members?channel=" + elsewhere, ada, null).get("field"))
        .isEqualTo("channel");
  }

  @Test
  void settingsOfTwoDevicesAtOnceAreBothKept() {
    SignedIn eve = api.person("Eve");
    String quiet =
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"days\":[5,1,5],\"zone\":\"Asia/Seoul\"}}";
    List<String> changes =
        List.of("{\"theme\":\"dark\"}", "{\"language\":\"ko\"}", quiet, "{\"theme\":\"light\"}");

    List<Integer> statuses =
        changes.parallelStream()
            .map(body -> api.send("PATCH", "/v1/me/settings", eve.token(), body).status())
            .toList();

    assertThat(statuses).containsOnly(200);
    JsonNode settings = api.get("/v1/me", eve).json().get("settings");
    assertThat(settings.get("language").asText()).isEqualTo("ko");
    assertThat(settings.at("/quietHours/zone").asText()).isEqualTo("Asia/Seoul");
    assertThat(settings.at("/quietHours/days").toString()).isEqualTo("[1,5]");
    assertThat(settings.get("version").asInt()).isEqualTo(4);
    Answer unset =
        api.send("PATCH", "/v1/me/settings", eve.token(), "{\"quietHours\":null,\"theme\":null}");
    assertThat(unset.json().get("quietHours").isNull()).isTrue();
    assertThat(unset.get("language")).isEqualTo("ko");
    assertThat(news("\"settings\"", "\"version\":5").users()).containsExactly(eve.id());
  }

  @Test
  void devicesAreToldOfTheTeamsNewNameAndPeople() {
    send("PATCH", "", ada, "{\"name\":\"새 이름\"}");
    SignedIn eve = api.person("Eve");
    join(eve);

    assertThat(news("\"renamed\"", team).channel()).isNotNull();
    assertThat(news("\"member\"", eve.id()).channel()).isNotNull();
    assertThat(news("\"own\"", eve.id()).users()).containsExactly(eve.id());
    assertThat(api.get("/v1/teams", bob).text()).contains("새 이름");
  }
}
