package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.id.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Everybody tries every operation on what is said in a channel: who is in it may do what their role
 * allows, who is not can't even tell whether there is such a channel or message.
 */
@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO})
final class MessageRightsIT {
  private static TestApi api;
  private static SignedIn owner;
  private static SignedIn admin;
  private static SignedIn member;
  private static SignedIn guest;
  private static SignedIn stranger;

  /** Wrote what the others try to change. */
  private static SignedIn author;

  private static String team;

  /** Private; all of the team are in it. */
  private static String shared;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    owner = api.person("Owner");
    admin = api.person("Admin");
    member = api.person("Member");
    guest = api.person("Guest");
    stranger = api.person("Stranger");
    author = api.person("Author");
    team = api.team(owner, false);
    shared = api.channel(owner, team, true);
    String channels = "\"channels\":[\"" + shared + "\"]";
    for (SignedIn each : List.of(admin, member, author)) {
      join("{" + channels + "}", each);
    }
    join("{\"role\":\"guest\"," + channels + "}", guest);
    String role = "/v1/teams/" + team + "/members/" + admin.id() + "/role";
    assertThat(api.send("PUT", role, owner.token(), "{\"role\":\"admin\"}").status())
        .isEqualTo(200);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  private static void join(String invite, SignedIn who) {
    String code = api.post("/v1/teams/" + team + "/invites", owner, invite).get("code");
    Answer joined = api.post("/v1/invites/" + code + "/accept", who, null);
    assertThat(joined.status()).as(joined.text()).isEqualTo(200);
  }

  private static String operation() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong())
        .toString();
  }

  private static String message(String more) {
    return "{\"id\":\"" + operation() + "\",\"body\":\"x\"" + more + "}";
  }

  /** The place of a new message. */
  private static long say(SignedIn who, String channel) {
    Answer sent = api.post("/v1/channels/" + channel + "/messages", who, message(""));
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent.json().get("seq").asLong();
  }

  /**
   * Something that one can do in a channel.
   *
   * @param done the status if one may
   */
  private record Act(String what, int done, String method, String path, String body) {
    /** The answer to {@code by}, or to nobody in particular for null. */
    Answer in(String channel, SignedIn by) {
      String token = by == null ? null : by.token();
      return api.send(method, "/v1/channels/" + channel + path, token, body);
    }
  }

  private static Act edit(long seq) {
    String body = "{\"op\":\"%s\",\"rev\":%d,\"body\":\"y\"}".formatted(operation(), seq);
    return new Act("edit", 200, "PATCH", "/messages/" + seq, body);
  }

  private static Act delete(long seq) {
    return new Act("delete", 204, "DELETE", "/messages/" + seq, null);
  }

  private static Act importOne() {
    String from =
        ",\"imported\":{\"author\":\"Ada\",\"time\":\"2020-01-01T00:00:00Z\",\"key\":\"k1\"}";
    return new Act("import", 201, "POST", "/messages", message(from));
  }

  /** What every member of a channel may do, with the message at that place where there is one. */
  private static List<Act> ofMembers(long seq) {
    String message = "/messages/" + seq;
    String thumb = message + "/reactions/%F0%9F%91%8D";
    return List.of(
        new Act("read the history", 200, "GET", "/messages", null),
        new Act("read around a message", 200, "GET", "/messages?around=" + seq, null),
        new Act("read what changed", 200, "GET", "/changes", null),
        new Act("read a message", 200, "GET", message, null),
        new Act("search by sender", 200, "GET", "/search?sender=" + author.id(), null),
        new Act("search for images", 200, "GET", "/search?has=image", null),
        new Act("send", 201, "POST", "/messages", message("")),
        new Act("react", 204, "PUT", thumb, null),
        new Act("see who reacted", 200, "GET", message + "/reactions", null),
        new Act("take a reaction back", 204, "DELETE", thumb, null),
        new Act("comment", 201, "POST", "/messages", message(",\"parent\":" + seq)),
        new Act("read comments", 200, "GET", message + "/comments", null),
        new Act("follow", 204, "PUT", message + "/follow", null),
        new Act("follow no longer", 204, "DELETE", message + "/follow", null),
        new Act("have read comments", 204, "PUT", message + "/comments/read", "{\"seq\":1}"),
        new Act("pin", 204, "PUT", "/pins/" + seq, null),
        new Act("see the pins", 200, "GET", "/pins", null),
        new Act("unpin", 204, "DELETE", "/pins/" + seq, null),
        new Act("keep a draft", 204, "PUT", "/draft", "{\"body\":\"d\",\"parent\":" + seq + "}"),
        new Act("see the draft", 200, "GET", "/draft", null),
        new Act("throw the draft away", 204, "DELETE", "/draft", null),
        new Act("have read", 204, "PUT", "/read", "{\"n\":1}"),
        new Act("mark unread", 204, "PUT", "/unread", "{\"n\":1}"));
  }

  /** All of it; each is done for the owner of the channel if the message is theirs. */
  private static List<Act> acts(long seq) {
    List<Act> all = new ArrayList<>(ofMembers(seq));
    all.addAll(List.of(importOne(), edit(seq), delete(seq)));
    return all;
  }

  @Test
  void whoIsInTheChannelMayDoWhatTheTableSays() {
    List<SignedIn> people = List.of(owner, admin, member, guest, stranger);
    SoftAssertions softly = new SoftAssertions();
    for (SignedIn by : people) {
      long seq = say(author, shared);
      for (Act act : ofMembers(seq)) {
        expect(softly, act, by, by.equals(stranger) ? 404 : act.done());
      }
    }
    int[] othersText = {403, 403, 403, 403, 404};
    int[] deletion = {204, 204, 403, 403, 404};
    int[] imports = {201, 201, 403, 403, 404};
    for (int i = 0; i < people.size(); i++) {
      SignedIn by = people.get(i);
      expect(softly, edit(say(author, shared)), by, othersText[i]);
      expect(softly, delete(say(author, shared)), by, deletion[i]);
      expect(softly, importOne(), by, imports[i]);
      if (!by.equals(stranger)) {
        expect(softly, edit(say(by, shared)), by, 200);
        expect(softly, delete(say(by, shared)), by, 204);
      }
    }
    softly.assertAll();
  }

  private static void expect(SoftAssertions softly, Act act, SignedIn by, int status) {
    Answer answer = act.in(shared, by);
    softly
        .assertThat(answer.status())
        .as(act.what() + " as " + name(by) + ": " + answer.text())
        .isEqualTo(status);
  }

  private static String name(SignedIn by) {
    return by == null
        ? "nobody"
        : Map.of(owner, "owner", admin, "admin", member, "member", guest, "guest")
            .getOrDefault(by, "stranger");
  }

  @Test
  void whatIsSaidInAPrivateChannelIsForOthersAsIfItDidNotExist() {
    String closed = api.channel(owner, team, true);
    long seq = say(owner, closed);
    String before = api.get("/v1/channels/" + closed + "/changes", owner).text();
    SoftAssertions softly = new SoftAssertions();
    for (SignedIn by : List.of(admin, member, guest, stranger)) {
      refused(softly, closed, seq, by, 404);
      // Not even whether the message exists is told, nor whether the channel does.
      same(softly, answers(closed, seq, by), answers(closed, seq + 99, by));
      same(softly, answers(closed, seq, by), answers(Ids.random(), seq, by));
    }
    softly.assertAll();
    assertThat(api.get("/v1/channels/" + closed + "/changes", owner).text()).isEqualTo(before);
    assertTheOwnerMay(closed, seq);
  }

  @Test
  void whoHasNotJoinedAPublicChannelIsToldSoAndGuestsNothing() {
    String open = api.channel(owner, team, false);
    long seq = say(owner, open);
    String before = api.get("/v1/channels/" + open + "/changes", owner).text();
    SoftAssertions softly = new SoftAssertions();
    for (SignedIn by : List.of(admin, member)) {
      refused(softly, open, seq, by, 403);
      same(softly, answers(open, seq, by), answers(open, seq + 99, by));
    }
    for (SignedIn by : List.of(guest, stranger)) {
      refused(softly, open, seq, by, 404);
      same(softly, answers(open, seq, by), answers(Ids.random(), seq, by));
    }
    softly.assertAll();
    assertThat(api.get("/v1/channels/" + open + "/changes", owner).text()).isEqualTo(before);
    assertTheOwnerMay(open, seq);
  }

  @Test
  void whoIsNotSignedInIsToldNothingButThat() {
    long seq = say(author, shared);
    String before = api.get("/v1/channels/" + shared + "/changes", owner).text();
    SoftAssertions softly = new SoftAssertions();
    refused(softly, shared, seq, null, 401);
    same(softly, answers(shared, seq, null), answers(Ids.random(), seq, null));
    softly.assertAll();
    assertThat(api.get("/v1/channels/" + shared + "/changes", owner).text()).isEqualTo(before);
  }

  private static List<Answer> answers(String channel, long seq, SignedIn by) {
    return acts(seq).stream().map(act -> act.in(channel, by)).toList();
  }

  private static void refused(
      SoftAssertions softly, String channel, long seq, SignedIn by, int status) {
    for (Act act : acts(seq)) {
      Answer answer = act.in(channel, by);
      softly
          .assertThat(answer.status())
          .as(act.what() + " as " + name(by) + ": " + answer.text())
          .isEqualTo(status);
      softly
          .assertThat(answer.get("type"))
          .isEqualTo(status == 404 ? "not-found" : status == 403 ? "forbidden" : "unauthorized");
    }
  }

  private static void same(SoftAssertions softly, List<Answer> some, List<Answer> others) {
    List<Act> acts = acts(1);
    IntStream.range(0, acts.size())
        .forEach(
            i ->
                softly
                    .assertThat(others.get(i).text())
                    .as(acts.get(i).what())
                    .isEqualTo(some.get(i).text()));
  }

  /** Else the refusals could have been of requests that nobody is allowed. */
  private static void assertTheOwnerMay(String channel, long seq) {
    for (Act act : acts(seq)) {
      Answer answer = act.in(channel, owner);
      assertThat(answer.status()).as(act.what() + ": " + answer.text()).isEqualTo(act.done());
    }
  }
}
