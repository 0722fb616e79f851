package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every role tries every operation on a team, its people and its channels; those on what is said
 * there are in {@link MessageRightsIT}.
 */
@UseBackends({Backend.MYSQL, Backend.REDIS})
final class RightsIT {
  private static TestApi api;
  private static SignedIn owner;
  private static SignedIn admin;
  private static SignedIn member;
  private static SignedIn guest;
  private static SignedIn stranger;

  /** Somebody of role member, who shares a channel with the guest. */
  private static SignedIn target;

  private static String team;

  /** Public; only the owner is in it. */
  private static String open;

  /** Private; only the owner is in it. */
  private static String closed;

  /** Private; everybody but the stranger is in it. */
  private static String shared;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    owner = api.person("Owner");
    admin = api.person("Admin");
    member = api.person("Member");
    guest = api.person("Guest");
    stranger = api.person("Stranger");
    target = api.person("Target");
    team = api.team(owner, false);
    open = api.channel(owner, team, false);
    closed = api.channel(owner, team, true);
    shared = api.channel(owner, team, true);
    join(invite("{}"), admin, member, target);
    assertThat(role(owner, admin, "admin").status()).isEqualTo(200);
    join(invite("{\"role\":\"guest\",\"channels\":[\"" + shared + "\"]}"), guest);
    for (SignedIn each : List.of(admin, member, target)) {
      put(shared, each);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  private static String invite(String body) {
    return api.post("/v1/teams/" + team + "/invites", owner, body).get("code");
  }

  private static void join(String code, SignedIn... people) {
    for (SignedIn person : people) {
      Answer joined = api.post("/v1/invites/" + code + "/accept", person, null);
      assertThat(joined.status()).as(joined.text()).isEqualTo(200);
    }
  }

  private static void put(String channel, SignedIn who) {
    Answer added =
        api.post("/v1/channels/" + channel + "/members", owner, "{\"user\":\"" + who.id() + "\"}");
    assertThat(added.status()).as(added.text()).isEqualTo(200);
  }

  private static Answer role(SignedIn by, SignedIn who, String role) {
    return send("PUT", "/members/" + who.id() + "/role", by, "{\"role\":\"" + role + "\"}");
  }

  /** To something of the team. */
  private static Answer send(String method, String path, SignedIn by, String body) {
    return api.send(method, "/v1/teams/" + team + path, by.token(), body);
  }

  private static Answer channel(
      String method, String channel, String path, SignedIn by, String body) {
    return api.send(method, "/v1/channels/" + channel + path, by.token(), body);
  }

  /** What owner, admin, member, guest and stranger are answered. */
  private record Row(String what, List<Integer> statuses, Function<SignedIn, Answer> call) {}

  private static Row row(
      String what, int o, int a, int m, int g, int s, Function<SignedIn, Answer> call) {
    return new Row(what, List.of(o, a, m, g, s), call);
  }

  @Test
  void eachRoleMayWhatTheTableSays() {
    String message =
        "{\"id\":\"%s\",\"body\":\"x\"}"
            .formatted(chat.id.OperationId.of(System.currentTimeMillis(), 3, 4));
    List<Row> table =
        List.of(
            row("see members", 200, 200, 200, 200, 404, by -> send("GET", "/members", by, null)),
            row("see presence", 200, 200, 200, 200, 404, by -> send("GET", "/presence", by, null)),
            row("see channels", 200, 200, 200, 200, 404, by -> send("GET", "/channels", by, null)),
            row(
                "mute the team",
                200,
                200,
                200,
                200,
                404,
                by -> send("PUT", "/mute", by, "{\"muted\":false}")),
            row(
                "rename the team",
                200,
                200,
                403,
                403,
                404,
                by -> send("PATCH", "", by, "{\"name\":\"팀\"}")),
            row(
                "open the team",
                200,
                200,
                403,
                403,
                404,
                by -> send("PATCH", "", by, "{\"open\":false}")),
            row(
                "invite a member",
                201,
                201,
                201,
                403,
                404,
                by -> send("POST", "/invites", by, "{}")),
            row(
                "invite a guest",
                201,
                201,
                403,
                403,
                404,
                by ->
                    send(
                        "POST",
                        "/invites",
                        by,
                        "{\"role\":\"guest\",\"channels\":[\"" + shared + "\"]}")),
            row(
                "see invitations",
                200,
                200,
                200,
                403,
                404,
                by -> send("GET", "/invites", by, null)),
            row(
                "revoke an invitation of the owner",
                204,
                204,
                404,
                403,
                404,
                by -> send("DELETE", "/invites/" + invite("{}"), by, null)),
            row(
                "make a channel",
                201,
                201,
                201,
                403,
                404,
                by -> send("POST", "/channels", by, "{\"name\":\"c" + by.handle() + "\"}")),
            row("make a member an admin", 200, 403, 403, 403, 404, by -> change("admin", by)),
            row("make a member a guest", 200, 200, 403, 403, 404, by -> change("guest", by)),
            row(
                "change an admin's role",
                200,
                403,
                403,
                403,
                404,
                by -> {
                  role(owner, admin, "admin");
                  Answer answer = role(by, admin, "member");
                  role(owner, admin, "admin");
                  return answer;
                }),
            row("change the owner's role", 403, 403, 403, 403, 404, by -> role(by, owner, "admin")),
            row(
                "remove the owner",
                403,
                403,
                403,
                403,
                404,
                by -> send("DELETE", "/members/" + owner.id(), by, null)),
            row(
                "give the team away",
                200,
                403,
                403,
                403,
                404,
                by -> {
                  Answer answer = send("PUT", "/owner", by, "{\"user\":\"" + target.id() + "\"}");
                  if (answer.status() == 200) {
                    send("PUT", "/owner", target, "{\"user\":\"" + owner.id() + "\"}");
                    role(owner, target, "member");
                  }
                  return answer;
                }),
            row(
                "see a public channel",
                200,
                200,
                200,
                404,
                404,
                by -> channel("GET", open, "", by, null)),
            row(
                "read it before joining",
                200,
                403,
                403,
                404,
                404,
                by -> channel("GET", open, "/messages", by, null)),
            row(
                "write in it before joining",
                201,
                403,
                403,
                404,
                404,
                by -> channel("POST", open, "/messages", by, message)),
            row(
                "set its topic before joining",
                200,
                403,
                403,
                404,
                404,
                by -> channel("PATCH", open, "", by, "{\"topic\":\"t\"}")),
            row(
                "be notified of it before joining",
                200,
                403,
                403,
                404,
                404,
                by -> channel("PUT", open, "/notifications", by, "{\"level\":\"mentions\"}")),
            row(
                "rename it",
                200,
                200,
                403,
                404,
                404,
                by -> channel("PATCH", open, "", by, "{\"name\":\"n\"}")),
            row(
                "archive it",
                200,
                200,
                403,
                404,
                404,
                by -> {
                  Answer answer = channel("PATCH", open, "", by, "{\"archived\":true}");
                  channel("PATCH", open, "", owner, "{\"archived\":false}");
                  return answer;
                }),
            row(
                "see a private channel",
                200,
                404,
                404,
                404,
                404,
                by -> channel("GET", closed, "", by, null)),
            row(
                "rename it, private",
                200,
                404,
                404,
                404,
                404,
                by -> channel("PATCH", closed, "", by, "{\"name\":\"closed\"}")),
            row(
                "join it, private",
                200,
                404,
                404,
                404,
                404,
                by -> channel("POST", closed, "/join", by, null)),
            row(
                "read a channel that one was added to",
                200,
                200,
                200,
                200,
                404,
                by -> channel("GET", shared, "/messages", by, null)),
            row(
                "set its topic",
                200,
                200,
                200,
                403,
                404,
                by -> channel("PATCH", shared, "", by, "{\"topic\":\"주제\"}")),
            row(
                "rename it as a member",
                200,
                200,
                403,
                403,
                404,
                by -> channel("PATCH", shared, "", by, "{\"name\":\"shared\"}")),
            row(
                "add somebody",
                200,
                200,
                200,
                403,
                404,
                by ->
                    channel("POST", shared, "/members", by, "{\"user\":\"" + target.id() + "\"}")),
            row(
                "remove a member from it",
                204,
                204,
                403,
                403,
                404,
                by -> {
                  put(shared, target);
                  return channel("DELETE", shared, "/members/" + target.id(), by, null);
                }),
            row(
                "join a public channel",
                200,
                200,
                200,
                404,
                404,
                by -> channel("POST", open, "/join", by, null)));
    SoftAssertions softly = new SoftAssertions();
    List<SignedIn> people = List.of(owner, admin, member, guest, stranger);
    for (Row row : table) {
      for (int i = 0; i < people.size(); i++) {
        Answer answer = row.call().apply(people.get(i));
        softly
            .assertThat(answer.status())
            .as(
                row.what()
                    + " as "
                    + List.of("owner", "admin", "member", "guest", "stranger").get(i)
                    + ": "
                    + answer.text())
            .isEqualTo(row.statuses().get(i));
      }
    }
    softly.assertAll();
  }

  private static Answer change(String role, SignedIn by) {
    put(shared, target);
    Answer answer = role(by, target, role);
    if (answer.status() == 200) {
      assertThat(role(owner, target, "member").status()).isEqualTo(200);
    }
    return answer;
  }
}
