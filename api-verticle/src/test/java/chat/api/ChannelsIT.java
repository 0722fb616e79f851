package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.log.LogRecord.ChangeMembers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO})
final class ChannelsIT {
  private static TestApi api;
  private static SignedIn owner;
  private static SignedIn bob;
  private static SignedIn eve;
  private static String team;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    owner = api.person("Owner");
    bob = api.person("Bob");
    eve = api.person("Eve");
    team = api.team(owner, true);
    api.post("/v1/teams/" + team + "/join", bob, null);
    api.post("/v1/teams/" + team + "/join", eve, null);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  private static Answer add(SignedIn by, String channel, SignedIn who, String role) {
    return api.post(
        "/v1/channels/" + channel + "/members",
        by,
        "{\"user\":\"" + who.id() + "\",\"role\":\"" + role + "\"}");
  }

  private static int remove(SignedIn by, String channel, SignedIn who) {
    return api.send("DELETE", "/v1/channels/" + channel + "/members/" + who.id(), by.token(), null)
        .status();
  }

  private static int history(SignedIn who, String channel) {
    return api.get("/v1/channels/" + channel + "/messages", who).status();
  }

  @Test
  void aPrivateChannelShowsToItsMembersOnly() {
    String channel = api.channel(bob, team, true);
    String path = "/v1/channels/" + channel;

    // Not even to the owner of the team.
    for (SignedIn other : List.of(owner, eve)) {
      assertThat(api.get(path, other).status()).isEqualTo(404);
      assertThat(api.post(path + "/join", other, null).status()).isEqualTo(404);
      assertThat(history(other, channel)).isEqualTo(404);
      assertThat(api.get("/v1/teams/" + team + "/channels", other).text()).doesNotContain(channel);
    }
    assertThat(add(bob, channel, eve, "member").status()).isEqualTo(200);
    assertThat(api.get(path, eve).get("member")).isEqualTo("true");
    assertThat(history(eve, channel)).isEqualTo(200);
  }

  @Test
  void aPublicChannelIsSeenByTheTeamAndReadByWhoJoins() {
    String channel = api.channel(bob, team, false);

    assertThat(api.get("/v1/channels/" + channel, eve).get("member")).isEqualTo("false");
    assertThat(history(eve, channel)).isEqualTo(403);
    assertThat(api.post("/v1/channels/" + channel + "/join", eve, null).get("member"))
        .isEqualTo("true");
    assertThat(history(eve, channel)).isEqualTo(200);
  }

  @Test
  void whoIsRemovedIsOutAtOnce() {
    String channel = api.channel(bob, team, true);
    add(bob, channel, eve, "member");
    assertThat(history(eve, channel)).isEqualTo(200);

    assertThat(remove(bob, channel, eve)).isEqualTo(204);

    assertThat(history(eve, channel)).isEqualTo(404);
    assertThat(remove(bob, channel, eve)).isEqualTo(404);
  }

  @Test
  void removingTakesAHigherRole() {
    String channel = api.channel(owner, team, true);
    SignedIn admin = bob;
    SignedIn member = eve;
    SignedIn other = api.person("Other");
    api.post("/v1/teams/" + team + "/join", other, null);
    add(owner, channel, admin, "admin");
    add(owner, channel, member, "member");
    add(member, channel, other, "member");

    assertThat(add(member, channel, other, "admin").status()).isEqualTo(403);
    assertThat(remove(member, channel, other)).isEqualTo(403);
    assertThat(remove(member, channel, admin)).isEqualTo(403);
    assertThat(remove(admin, channel, owner)).isEqualTo(403);
    assertThat(remove(admin, channel, other)).isEqualTo(204);
    assertThat(remove(member, channel, member)).isEqualTo(204);
    assertThat(remove(owner, channel, admin)).isEqualTo(204);
  }

  @Test
  void onlyPeopleOfTheTeamAreAdded() {
    String channel = api.channel(owner, team, true);
    SignedIn stranger = api.person("Stranger");

    Answer answer = add(owner, channel, stranger, "member");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.get("field")).isEqualTo("user");
  }

  @Test
  void encryptionIsRefusedUntilItExists() {
    Answer answer =
        api.post("/v1/teams/" + team + "/channels", owner, "{\"name\":\"x\",\"encrypted\":true}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.get("type")).isEqualTo("encryption-unavailable");
  }

  @Test
  void namesAreCleanedAndThoseThatDeceiveRefused() {
    String path = "/v1/teams/" + team + "/channels";

    assertThat(api.post(path, owner, "{\"name\":\"  Cafe\\u0301 \"}").get("name"))
        .isEqualTo("Café");
    for (String name :
        List.of("a\\u0000b", "a\\nb", "\\u202eevil", " \\t ", "\\u200b", "x\\u2028y")) {
      Answer answer = api.post(path, owner, "{\"name\":\"" + name + "\"}");
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.get("field")).isEqualTo("name");
    }
  }

  @Test
  void aDirectMessageIsTheSameForTheSamePeople() {
    Answer first = dm(bob, eve.id(), owner.id());
    Answer again = dm(eve, owner.id(), bob.id(), bob.id(), eve.id());

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.get("id")).isEqualTo(first.get("id"));
    assertThat(first.get("kind")).isEqualTo("dm");
    assertThat(first.json().get("team").isNull()).isTrue();
    assertThat(first.json().get("users")).hasSize(3);
    assertThat(api.get("/v1/dms", owner).text()).contains(first.get("id"));
    assertThat(api.get("/v1/channels/" + first.get("id"), owner).json().get("users")).hasSize(3);
    assertThat(dm(bob, eve.id()).get("id")).isNotEqualTo(first.get("id"));
  }

  private static Answer dm(SignedIn who, String... users) {
    return api.post("/v1/dms", who, "{\"users\":[\"" + String.join("\",\"", users) + "\"]}");
  }

  @Test
  void ofManyWhoOpenTheSameDirectMessageAtOnceAllGetOneChannel() {
    for (int round = 0; round < 5; round++) {
      SignedIn ada = api.person("Ada");
      api.post("/v1/teams/" + team + "/join", ada, null);

      List<Answer> answers =
          IntStream.range(0, 12)
              .parallel()
              .mapToObj(i -> i % 2 == 0 ? dm(ada, bob.id()) : dm(bob, ada.id()))
              .toList();

      Set<String> channels = new HashSet<>();
      answers.forEach(answer -> channels.add(answer.get("id")));
      assertThat(channels).hasSize(1);
      assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
      assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(11);
    }
  }

  @Test
  void onlyPeopleOfMyTeamsCanBeWrittenTo() {
    SignedIn stranger = api.person("Stranger");

    assertThat(dm(bob, stranger.id()).status()).isEqualTo(404);
    assertThat(dm(bob, bob.id()).get("field")).isEqualTo("users");
  }

  @Test
  void nobodyJoinsOrLeavesADirectMessage() {
    String dm = dm(bob, eve.id()).get("id");

    assertThat(api.get("/v1/channels/" + dm, owner).status()).isEqualTo(404);
    assertThat(add(bob, dm, owner, "member").status()).isEqualTo(403);
    assertThat(remove(bob, dm, bob)).isEqualTo(403);
  }

  @Test
  void everyChangeOfMembersIsInTheLogInOrder() {
    String channel = api.channel(owner, team, true);
    add(owner, channel, bob, "admin");
    add(owner, channel, eve, "member");
    remove(owner, channel, bob);

    List<ChangeMembers> changes =
        api.conversation().changes().stream()
            .filter(change -> change.channel().equals(channel))
            .toList();

    assertThat(changes).extracting(ChangeMembers::version).containsExactly(1L, 2L, 3L, 4L);
    assertThat(changes.get(1).added().getFirst().role()).isEqualTo("admin");
    assertThat(changes.get(3).removed()).containsExactly(bob.id());
    assertThat(changes.get(3).by()).isEqualTo(owner.id());
  }
}
