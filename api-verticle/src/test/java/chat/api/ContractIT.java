package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.ContractFile.Op;
import chat.api.Mutations.Mutation;
import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.bus.Bus;
import chat.bus.BusMessage;
import chat.bus.PushMessages;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.id.OperationId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks every operation of {@code openapi.yaml} with a valid request and with everything that its
 * schema forbids: answers keep the contract, refusals name the field, and nothing is a 5xx.
 */
@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO, Backend.S3})
final class ContractIT {
  private static final ContractFile CONTRACT = new ContractFile();
  private static final Mutations MUTATIONS = new Mutations(CONTRACT);
  private static final String NEW_ONE = "new.one";
  private static TestApi api;
  private static SignedIn owner;
  private static SignedIn member;
  private static String team;
  private static String channel;
  private static String invite;

  /** An invitation and a member that are gone once an example was sent. */
  private static String spare;

  private static SignedIn other;
  private static Map<String, Example> examples;

  /** A valid request of an operation. */
  private record Example(int status, String path, String body, boolean idIsOfUser) {
    ObjectNode json() {
      try {
        return (ObjectNode) TestApi.JSON.readTree(body);
      } catch (java.io.IOException e) {
        throw new IllegalStateException(body, e);
      }
    }
  }

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    playPush();
    owner = api.person("Owner");
    member = api.person("Member");
    team = api.team(owner, true);
    channel = api.channel(owner, team, false);
    invite = api.post("/v1/teams/" + team + "/invites", owner, null).get("code");
    spare = api.post("/v1/teams/" + team + "/invites", owner, null).get("code");
    other = api.person("Other");
    api.post("/v1/teams/" + team + "/join", member, null);
    api.post("/v1/teams/" + team + "/join", other, null);
    examples = examples();
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  private static String deviceOf(SignedIn person) {
    String claims = person.token().split("\\.")[1];
    try {
      JsonNode token = TestApi.JSON.readTree(java.util.Base64.getUrlDecoder().decode(claims));
      return token.get("dev").asText();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(claims, e);
    }
  }

  /** A push role that takes everything: what it refuses is its own tests' matter. */
  private static void playPush() {
    Bus.serve(
        api.vertx(),
        PushMessages.OFFER,
        PushMessages.Offer.class,
        offer -> Future.succeededFuture(new PushMessages.Offered("BA", List.of("webpush"))));
    Bus.serve(
        api.vertx(),
        PushMessages.KINDS,
        PushMessages.KindsOf.class,
        asked -> Future.succeededFuture(new PushMessages.Kinds(Map.of())));
    done(PushMessages.SUBSCRIBE, PushMessages.Subscribe.class);
    done(PushMessages.UNSUBSCRIBE, PushMessages.Unsubscribe.class);
    done(PushMessages.TEST, PushMessages.Trial.class);
  }

  private static <T extends BusMessage> void done(String address, Class<T> type) {
    Bus.serve(api.vertx(), address, type, wish -> Future.succeededFuture(new PushMessages.Done()));
  }

  private static Map<String, Example> examples() {
    Map<String, Example> all = new HashMap<>();
    String inTeam = "/v1/teams/" + team;
    String inChannel = "/v1/channels/" + channel;
    String password = "\"password\":\"correct horse\"";
    String device = "\"device\":{\"name\":\"x\",\"platform\":\"web\"}";
    add(
        all,
        "signUp",
        201,
        "/v1/accounts",
        "{\"handle\":\"" + NEW_ONE + "\",\"name\":\"새 사람\"," + password + "}");
    add(
        all,
        "logIn",
        201,
        "/v1/sessions",
        "{\"handle\":\"" + owner.handle() + "\"," + password + "," + device + "}");
    add(
        all,
        "refreshSession",
        200,
        "/v1/sessions/refresh",
        "{\"refreshToken\":\"" + api.person("R").refresh() + "\"}");
    add(all, "logOut", 204, "/v1/sessions/current", null);
    add(all, "getMe", 200, "/v1/me", null);
    add(
        all,
        "changeSettings",
        200,
        "/v1/me/settings",
        "{\"language\":\"ko\",\"theme\":\"dark\",\"pausedUntil\":\""
            + java.time.Instant.now().plusSeconds(99)
            + "\",\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"days\":[1,7],"
            + "\"zone\":\"Asia/Seoul\"}}");
    add(all, "listDevices", 200, "/v1/me/devices", null);
    add(
        all,
        "signOutDevice",
        204,
        "/v1/me/devices/" + deviceOf(api.logIn(owner.id(), owner.handle())),
        null);
    String push = "/v1/me/push/" + deviceOf(owner);
    add(all, "getPush", 200, "/v1/push", null);
    add(
        all,
        "subscribeDevice",
        204,
        push,
        "{\"kind\":\"webpush\",\"endpoint\":\"https://push.example/1\","
            + "\"keys\":{\"p256dh\":\"BA\",\"auth\":\"AA\"}}");
    add(all, "unsubscribeDevice", 204, push, null);
    add(all, "testDevice", 202, push + "/test", null);
    add(all, "getStatus", 200, "/v1/me/status", null);
    add(
        all,
        "setStatus",
        200,
        "/v1/me/status",
        "{\"text\":\"회의 중\",\"emoji\":\"📅\",\"lastSeen\":true,\"until\":\""
            + java.time.Instant.now().plusSeconds(99)
            + "\"}");
    all.put("getUser", new Example(200, "/v1/users/" + member.id(), null, true));
    add(all, "createTeam", 201, "/v1/teams", "{\"name\":\"팀\",\"open\":true,\"encrypted\":false}");
    add(all, "listTeams", 200, "/v1/teams", null);
    add(all, "changeTeam", 200, inTeam, "{\"name\":\"이름\",\"open\":true}");
    add(all, "transferTeam", 200, inTeam + "/owner", "{\"user\":\"" + owner.id() + "\"}");
    add(
        all,
        "changeTeamRole",
        200,
        inTeam + "/members/" + other.id() + "/role",
        "{\"role\":\"member\"}");
    add(all, "removeTeamMember", 204, inTeam + "/members/" + other.id(), null);
    add(all, "listInvites", 200, inTeam + "/invites", null);
    add(all, "revokeInvite", 204, inTeam + "/invites/" + spare, null);
    add(all, "getInvite", 200, "/v1/invites/" + invite, null);
    add(all, "joinTeam", 200, inTeam + "/join", null);
    add(
        all,
        "createInvite",
        201,
        inTeam + "/invites",
        "{\"expiresInSeconds\":60,\"uses\":1,\"role\":\"guest\",\"channels\":[\""
            + channel
            + "\"]}");
    add(all, "acceptInvite", 200, "/v1/invites/" + invite + "/accept", null);
    add(
        all,
        "muteTeam",
        200,
        inTeam + "/mute",
        "{\"muted\":true,\"until\":\"" + java.time.Instant.now().plusSeconds(99) + "\"}");
    add(all, "listTeamMembers", 200, inTeam + "/members", null);
    add(all, "getTeamPresence", 200, inTeam + "/presence", null);
    add(
        all,
        "createChannel",
        201,
        inTeam + "/channels",
        "{\"name\":\"c\",\"private\":true,\"encrypted\":false}");
    add(all, "listTeamChannels", 200, inTeam + "/channels", null);
    add(all, "getChannel", 200, inChannel, null);
    add(
        all,
        "changeChannel",
        200,
        inChannel,
        "{\"name\":\"이름\",\"topic\":\"주제\",\"archived\":false}");
    add(
        all,
        "setNotifications",
        200,
        inChannel + "/notifications",
        "{\"level\":\"none\",\"until\":\"" + java.time.Instant.now().plusSeconds(99) + "\"}");
    add(all, "joinChannel", 200, inChannel + "/join", null);
    add(all, "listChannelMembers", 200, inChannel + "/members", null);
    add(
        all,
        "addChannelMember",
        200,
        inChannel + "/members",
        "{\"user\":\"" + member.id() + "\",\"role\":\"admin\"}");
    all.put(
        "removeChannelMember",
        new Example(204, inChannel + "/members/" + member.id(), null, false));
    add(all, "openDm", 201, "/v1/dms", "{\"users\":[\"" + member.id() + "\"]}");
    add(all, "listDms", 200, "/v1/dms", null);
    add(all, "listMessages", 200, inChannel + "/messages", null);
    add(
        all,
        "sendMessage",
        201,
        inChannel + "/messages",
        "{\"id\":\""
            + operation()
            + "\",\"body\":\"안녕 🦊\",\"enc\":\"none\",\"mentions\":[\""
            + member.id()
            + "\",\"@channel\"],\"parent\":"
            + send(owner, null)
            + ",\"alsoInChannel\":true,\"attachments\":[{\"key\":\""
            + upload()
            + "\",\"url\":\"/media/k\","
            + "\"size\":1,\"type\":\"image/png\"}],\"imported\":{\"author\":\"에이다\","
            + "\"time\":\"2020-01-01T00:00:00Z\",\"key\":\"k1\","
            + "\"edited\":\"2020-01-02T00:00:00Z\","
            + "\"reactions\":[{\"emoji\":\"👍\",\"count\":1,\"names\":[\"찰스\"]}]}}");
    String message = inChannel + "/messages/" + send(owner, null);
    String rev = "\"rev\":999";
    add(all, "getMessage", 200, message, null);
    add(
        all,
        "editMessage",
        200,
        inChannel + "/messages/" + send(owner, null),
        "{\"op\":\""
            + operation()
            + "\","
            + rev
            + ",\"body\":\"고침\",\"enc\":\"none\",\"mentions\":[\"@here\"]}");
    add(
        all,
        "deleteMessage",
        204,
        inChannel + "/messages/" + send(owner, null),
        "{\"op\":\"" + operation() + "\"," + rev + "}");
    add(all, "addReaction", 204, message + "/reactions/%F0%9F%91%8D", null);
    add(all, "removeReaction", 204, message + "/reactions/%E2%9D%A4", null);
    add(all, "listReactions", 200, message + "/reactions", null);
    send(owner, message.substring(message.lastIndexOf('/') + 1));
    add(all, "listComments", 200, message + "/comments", null);
    add(all, "followThread", 204, message + "/follow", null);
    add(all, "unfollowThread", 204, message + "/follow", null);
    add(all, "readThread", 204, message + "/comments/read", "{\"seq\":1}");
    String pin = message.replace("/messages/", "/pins/");
    add(all, "listPins", 200, inChannel + "/pins", null);
    add(all, "pinMessage", 204, pin, null);
    add(all, "unpinMessage", 204, pin, null);
    add(all, "listMentions", 200, "/v1/me/mentions", null);
    add(all, "listThreads", 200, "/v1/me/threads", null);
    add(all, "markUnread", 204, inChannel + "/unread", "{\"n\":1}");
    add(
        all,
        "markAllRead",
        204,
        "/v1/me/reads",
        "{\"positions\":[{\"channel\":\"" + channel + "\",\"n\":1}]}");
    add(all, "putDraft", 204, inChannel + "/draft", "{\"body\":\"초안\",\"parent\":1}");
    add(all, "getDraft", 200, inChannel + "/draft", null);
    add(all, "removeDraft", 204, inChannel + "/draft", null);
    add(all, "listDrafts", 200, "/v1/me/drafts", null);
    add(
        all,
        "createAttachment",
        201,
        "/v1/attachments",
        "{\"channel\":\""
            + channel
            + "\",\"size\":100,\"type\":\"image/png\",\"sha256\":\""
            + "0123456789abcdef".repeat(4)
            + "\"}");
    add(all, "searchMessages", 200, inChannel + "/search?has=image", null);
    add(all, "listChanges", 200, inChannel + "/changes", null);
    add(all, "markRead", 204, inChannel + "/read", "{\"n\":1}");
    return all;
  }

  private static void add(
      Map<String, Example> all, String id, int status, String path, String body) {
    all.put(id, new Example(status, path, body, false));
  }

  /** An image that no message has yet; its key. */
  private static String upload() {
    TestImages images = new TestImages(api);
    byte[] image = TestImages.png(100);
    Answer permit = images.permit(owner, channel, image, "image/png");
    assertThat(images.upload(permit, image, Map.of())).isEqualTo(204);
    return permit.get("key");
  }

  private static String newOne() {
    return "n" + Long.toString(System.nanoTime(), 36);
  }

  private static String operation() {
    return OperationId.of(System.currentTimeMillis(), 1, 2).toString();
  }

  /** Sends a message, or a comment on {@code parent}; its place. */
  private static String send(SignedIn who, String parent) {
    long random = java.util.concurrent.ThreadLocalRandom.current().nextLong();
    String id = OperationId.of(System.currentTimeMillis(), random, random).toString();
    String more = parent == null ? "" : ",\"parent\":" + parent;
    return api.post(
            "/v1/channels/" + channel + "/messages",
            who,
            "{\"id\":\"" + id + "\",\"body\":\"text\"" + more + "}")
        .get("seq");
  }

  static List<Op> operations() {
    return CONTRACT.operations();
  }

  private static Example example(Op op) {
    Example example = examples.get(op.id());
    assertThat(example).as("a valid request for " + op.id()).isNotNull();
    return example;
  }

  private static String token(Op op) {
    return op.open() ? null : owner.token();
  }

  private static Answer valid(Op op) {
    Example example = example(op);
    if (op.id().equals("removeChannelMember")) {
      api.post("/v1/channels/" + channel + "/members", owner, "{\"user\":\"" + member.id() + "\"}");
    }
    if (op.id().equals("getDraft")) {
      api.send("PUT", example.path(), owner.token(), "{\"body\":\"초안\"}");
    }
    String path = example.path();
    if (op.id().equals("removeTeamMember") || op.id().equals("changeTeamRole")) {
      api.post("/v1/teams/" + team + "/join", other, null);
    } else if (op.id().equals("revokeInvite")) {
      String code = api.post("/v1/teams/" + team + "/invites", owner, null).get("code");
      path = path.replace(spare, code);
    }
    String token = op.id().equals("logOut") ? api.person("Leaver").token() : token(op);
    return api.send(op.method(), path, token, example.body());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void aValidRequestIsAnsweredAsTheContractSays(Op op) {
    Answer answer = valid(op);

    assertThat(answer.status()).as(answer.text()).isEqualTo(example(op).status());
    assertThat(CONTRACT.violations(op, answer)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void withoutAValidTokenNothingIsToldAndNothingHappens(Op op) {
    if (op.open()) {
      return;
    }
    for (String token : new String[] {null, "x", "a.b.c", owner.token() + "x"}) {
      Answer answer = api.send(op.method(), example(op).path(), token, example(op).body());
      assertThat(answer.status()).isEqualTo(401);
      assertThat(CONTRACT.violations(op, answer)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void aMalformedBodyIsRefusedNamingTheField(Op op) {
    JsonNode schema = CONTRACT.body(op);
    if (schema == null) {
      return;
    }
    SoftAssertions softly = new SoftAssertions();
    for (Mutation mutation : MUTATIONS.of(op.id(), schema, example(op).json())) {
      boolean taken = mutation.status() == Mutations.TAKEN;
      // Whoever signs up is there from then on.
      String body = taken ? mutation.body().replace(NEW_ONE, newOne()) : mutation.body();
      Answer answer = api.send(op.method(), example(op).path(), token(op), body);
      softly
          .assertThat(answer.status())
          .as(mutation.what() + ": " + answer.text())
          .isEqualTo(taken ? example(op).status() : mutation.status());
      softly.assertThat(CONTRACT.violations(op, answer)).as(mutation.what()).isEmpty();
      if (!mutation.fields().isEmpty()) {
        softly
            .assertThat(mutation.fields())
            .as(mutation.what() + ": " + answer.text())
            .contains(answer.get("field"));
      }
    }
    softly.assertAll();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void aBodyOfAnotherKindOrSizeIsRefused(Op op) {
    if (CONTRACT.body(op) == null) {
      return;
    }
    Example example = example(op);
    Answer xml =
        api.send(
            op.method(),
            example.path(),
            token(op),
            example.body(),
            Map.of("Content-Type", "text/xml"));
    assertThat(xml.status()).isEqualTo(415);
    assertThat(CONTRACT.violations(op, xml)).isEmpty();
    Answer latin =
        api.send(
            op.method(),
            example.path(),
            token(op),
            example.body(),
            Map.of("Content-Type", "application/json; charset=iso-8859-1"));
    assertThat(latin.status()).isEqualTo(415);
    String big = "{\"x\":\"" + "a".repeat(1 << 20) + "\"}";
    Answer large = api.send(op.method(), example.path(), token(op), big);
    assertThat(large.status()).isEqualTo(413);
    assertThat(CONTRACT.violations(op, large)).isEmpty();
    if (op.node().get("requestBody").get("required").asBoolean()) {
      Answer none = api.send(op.method(), example.path(), token(op), null);
      assertThat(none.status()).as(none.text()).isEqualTo(400);
      assertThat(CONTRACT.violations(op, none)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void aWrongQueryIsRefusedNamingTheParameter(Op op) {
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode parameter : CONTRACT.queryParameters(op)) {
      String name = parameter.get("name").asText();
      JsonNode schema = parameter.get("schema");
      List<String> wrong =
          schema.get("type").asText().equals("integer")
              ? List.of(
                  "x",
                  "1.5",
                  "",
                  "%20",
                  "9".repeat(30),
                  String.valueOf(schema.get("minimum").asLong() - 1),
                  String.valueOf(schema.get("maximum").asLong() + 1))
              : List.of("a".repeat(schema.get("maxLength").asInt() + 1), "%ED%A0%80", "%FF");
      for (String value : wrong) {
        query(softly, op, name + "=" + value, name);
      }
      query(softly, op, name + "=1&" + name + "=1", name);
      for (String control : List.of("%00", "a%07b")) {
        // Either malformed or of nothing that there is, but nothing that breaks.
        Answer answer = asked(op, name + "=" + control);
        softly.assertThat(answer.status()).as(name + ": " + answer.text()).isLessThan(500);
        softly.assertThat(CONTRACT.violations(op, answer)).as(name).isEmpty();
      }
    }
    query(softly, op, "surprise=1", "surprise");
    softly.assertAll();
  }

  private static Answer asked(Op op, String query) {
    String path = example(op).path().replaceFirst("\\?.*", "");
    return api.send(op.method(), path + "?" + query, token(op), example(op).body());
  }

  private static void query(SoftAssertions softly, Op op, String query, String field) {
    Answer answer = asked(op, query);
    softly.assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(400);
    softly.assertThat(answer.get("field")).as(query + ": " + answer.text()).isEqualTo(field);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void whatIsForeignIsAnsweredLikeWhatDoesNotExist(Op op) {
    Example example = example(op);
    if (op.open() || !op.path().contains("{")) {
      return;
    }
    SignedIn stranger = api.person("Stranger");
    String own =
        example.idIsOfUser() ? member.id() : op.path().startsWith("/teams") ? team : channel;
    if (op.path().startsWith("/invites")) {
      own = invite;
    }
    for (String unknown :
        List.of(
            Ids.random(),
            "x",
            "%00",
            "a%07b",
            URLEncoder.encode("가%/ '\";--", StandardCharsets.UTF_8))) {
      Answer answer =
          api.send(
              op.method(), example.path().replace(own, unknown), stranger.token(), example.body());
      assertThat(answer.status()).as(answer.text()).isEqualTo(404);
      assertThat(CONTRACT.violations(op, answer)).isEmpty();
      if (!List.of("joinTeam", "acceptInvite", "getInvite").contains(op.id())) {
        // These are how a stranger gets in.
        Answer foreign = api.send(op.method(), example.path(), stranger.token(), example.body());
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text()).isEqualTo(answer.text());
      }
    }
  }

  @Test
  void everyOperationHasAnExampleAndEveryFieldADescriptionOrName() {
    assertThat(operations().stream().map(Op::id))
        .containsExactlyInAnyOrderElementsOf(examples.keySet());
  }

  @Test
  void unknownPathsAndMethodsGetProblemDocuments() {
    Answer path = api.get("/v1/nothing/here", owner);
    Answer method = api.send("DELETE", "/v1/teams", owner.token(), null);

    assertThat(path.status()).isEqualTo(404);
    assertThat(path.get("type")).isEqualTo("not-found");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.response().headers().firstValue("Allow")).contains("GET, POST");
  }

  @Test
  void theContractsAreServed() {
    assertThat(api.send("GET", "/openapi.yaml", null, null).text()).startsWith("openapi: 3.1");
    assertThat(api.send("GET", "/asyncapi.yaml", null, null).text()).startsWith("asyncapi: 3.");
  }
}
