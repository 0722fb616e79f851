package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.OperationId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO})
final class MessagesIT {
  private static TestApi api;
  private static SignedIn ada;
  private static String team;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    ada = api.person("Ada");
    team = api.team(ada, true);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  private static String operation() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong())
        .toString();
  }

  private static Answer send(String channel, String id, String text) {
    String body = TestApi.JSON.createObjectNode().put("id", id).put("body", text).toString();
    return api.post("/v1/channels/" + channel + "/messages", ada, body);
  }

  private static JsonNode messages(String channel, String query) {
    return api.get("/v1/channels/" + channel + "/messages" + query, ada).json();
  }

  @Test
  void theLimitOfAMessageIsInUtf16CodeUnits() {
    String channel = api.channel(ada, team, false);
    String korean = "가".repeat(100_000);
    String foxes = "🦊".repeat(50_000);

    assertThat(send(channel, operation(), korean).status()).isEqualTo(201);
    assertThat(send(channel, operation(), foxes).status()).isEqualTo(201);
    Answer tooLong = send(channel, operation(), korean + "가");
    assertThat(tooLong.status()).isEqualTo(413);
    assertThat(tooLong.get("type")).isEqualTo("too-large");
    assertThat(tooLong.get("field")).isEqualTo("body");

    JsonNode items = messages(channel, "").get("items");
    assertThat(items).hasSize(2);
    assertThat(items.get(0).get("body").asText()).isEqualTo(korean);
    assertThat(items.get(1).get("body").asText()).isEqualTo(foxes);
  }

  @Test
  void aMessageOfTheLargestSizeFitsHoweverItIsEscaped() {
    String channel = api.channel(ada, team, false);
    String body = "{\"id\":\"" + operation() + "\",\"body\":\"" + "\\uac00".repeat(100_000) + "\"}";

    assertThat(api.post("/v1/channels/" + channel + "/messages", ada, body).status())
        .isEqualTo(201);
  }

  @Test
  void aNulCharacterIsRefused() {
    String channel = api.channel(ada, team, false);
    Answer answer = send(channel, operation(), "a\u0000b");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.get("field")).isEqualTo("body");
  }

  @Test
  void aRepeatedSendGetsTheSameAnswer() {
    String channel = api.channel(ada, team, false);
    String id = operation();

    Answer first = send(channel, id, "once");
    Answer again = send(channel, id, "once");

    assertThat(again.text()).isEqualTo(first.text());
    assertThat(messages(channel, "").get("items")).hasSize(1);
  }

  @Test
  void openingCommentsTellsWhetherIFollowThem() {
    SignedIn ben = api.person("Ben");
    api.post("/v1/teams/" + team + "/join", ben, null);
    String channel = api.channel(ada, team, false);
    api.post("/v1/channels/" + channel + "/join", ben, null);
    String message =
        "/v1/channels/" + channel + "/messages/" + send(channel, operation(), "text").get("seq");

    assertThat(follows(message, ada)).as("who wrote it").isTrue();
    assertThat(follows(message, ben)).isFalse();

    follow("PUT", message, ben);
    assertThat(follows(message, ben)).isTrue();
    follow("DELETE", message, ben);
    follow("DELETE", message, ada);
    assertThat(follows(message, ben)).isFalse();
    assertThat(follows(message, ada)).isFalse();

    String comment = "{\"id\":\"%s\",\"body\":\"x\",\"parent\":%s}";
    String seq = message.substring(message.lastIndexOf('/') + 1);
    api.post("/v1/channels/" + channel + "/messages", ben, comment.formatted(operation(), seq));
    assertThat(follows(message, ben)).as("who comments").isTrue();
    assertThat(follows(message, ada)).isFalse();
  }

  private static boolean follows(String message, SignedIn who) {
    JsonNode following = api.get(message + "/comments", who).json().get("following");
    assertThat(following).isNotNull();
    return following.booleanValue();
  }

  private static void follow(String method, String message, SignedIn who) {
    assertThat(api.send(method, message + "/follow", who.token(), null).status()).isEqualTo(204);
  }

  @Test
  void historyIsReadPageByPageInBothDirections() {
    String channel = api.channel(ada, team, false);
    long[] seqs =
        IntStream.range(0, 7)
            .mapToLong(i -> send(channel, operation(), "m" + i).json().get("seq").asLong())
            .toArray();

    JsonNode newest = messages(channel, "?limit=3");
    assertThat(newest.get("items")).hasSize(3);
    assertThat(newest.at("/items/2/seq").asLong()).isEqualTo(seqs[6]);
    assertThat(newest.get("next").asLong()).isEqualTo(seqs[4]);
    JsonNode older = messages(channel, "?limit=3&before=" + seqs[4]);
    assertThat(older.at("/items/0/seq").asLong()).isEqualTo(seqs[1]);
    JsonNode oldest = messages(channel, "?limit=3&before=" + seqs[1]);
    assertThat(oldest.get("items")).hasSize(1);
    assertThat(oldest.get("next").isNull()).isTrue();
    JsonNode newer = messages(channel, "?limit=3&after=" + seqs[2]);
    assertThat(newer.at("/items/0/seq").asLong()).isEqualTo(seqs[3]);
    assertThat(newer.get("next").asLong()).isEqualTo(seqs[5]);
    assertThat(api.get("/v1/channels/" + channel + "/messages?before=1&after=1", ada).get("field"))
        .isEqualTo("after");
  }

  @Test
  void aReadPositionStopsAtTheLastMessage() {
    String channel = api.channel(ada, team, false);
    send(channel, operation(), "one");

    int status =
        api.send(
                "PUT", "/v1/channels/" + channel + "/read", ada.token(), "{\"n\":9007199254740991}")
            .status();

    assertThat(status).isEqualTo(204);
    assertThat(api.conversation().readPosition(ada.id(), channel)).isEqualTo(1);
  }

  @Test
  void anotherEncryptionThanNoneIsRefused() {
    String channel = api.channel(ada, team, false);
    String body = "{\"id\":\"" + operation() + "\",\"body\":\"x\",\"enc\":\"mls1\"}";

    Answer answer = api.post("/v1/channels/" + channel + "/messages", ada, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.get("field")).isEqualTo("enc");
  }

  @Test
  void warmReadsAndSendsAskTheDatabaseNothing() {
    String channel = api.channel(ada, team, false);
    String path = "/v1/channels/" + channel;
    send(channel, operation(), "warms the cache");
    untilCached(path);

    double before = statements();
    send(channel, operation(), "one more");
    messages(channel, "");
    api.get(path + "/changes", ada);

    assertThat(statements()).isEqualTo(before);
    // What the member has set for it.
    assertThat(cost(ada, path)).isEqualTo(1);
  }

  /** Nobody waits for a fill, nor for the pause after a connection to Redis was made. */
  private static void untilCached(String path) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    double before;
    do {
      assertThat(System.nanoTime()).isLessThan(deadline);
      before = statements();
      api.get(path + "/messages", ada);
      api.get(path + "/changes", ada);
    } while (statements() > before);
  }

  @Test
  void listsCostAFixedNumberOfStatementsHoweverLongTheyAre() {
    SignedIn owner = api.person("Owner");
    String own = api.team(owner, true);
    for (int i = 0; i < 5; i++) {
      SignedIn other = api.person("P" + i);
      api.post("/v1/teams/" + own + "/join", other, null);
      api.post("/v1/dms", owner, "{\"users\":[\"" + other.id() + "\"]}");
    }
    untilCached("/v1/channels/" + api.channel(ada, team, false));
    api.get("/v1/teams/" + own + "/members", owner);

    assertThat(cost(owner, "/v1/teams")).isLessThanOrEqualTo(2);
    assertThat(cost(owner, "/v1/teams/" + own + "/members")).isLessThanOrEqualTo(2);
    assertThat(cost(owner, "/v1/teams/" + own + "/channels")).isLessThanOrEqualTo(3);
    assertThat(cost(owner, "/v1/dms")).isLessThanOrEqualTo(5);
  }

  private static double cost(SignedIn who, String path) {
    double before = statements();
    assertThat(api.get(path, who).status()).isEqualTo(200);
    return statements() - before;
  }

  /** Those that callers wait for. */
  private static double statements() {
    return api.metrics().get("chat_sql_statements").tag("work", "call").timer().count();
  }
}
