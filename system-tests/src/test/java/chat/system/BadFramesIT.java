package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.protocol.Limits;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every field of every frame of a signed-in socket, wrong in every way: refused without a trace.
 */
@ExtendWith(ClusterExtension.class)
class BadFramesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What no field takes, whatever it is for. */
  private static final List<String> NONSENSE =
      List.of(
          "{}",
          "[]",
          "[[]]",
          "true",
          "1.5",
          "-1",
          "1e400",
          "99999999999999999999999",
          "{\"$ne\":null}",
          "{\"$gt\":\"\"}",
          "{\"a.b\":1}",
          "{\"$where\":\"sleep(1000)\"}",
          "[".repeat(40) + "]".repeat(40));

  /** What no id, emoji or number takes. */
  private static final List<String> WRONG_TEXTS =
      List.of(
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\u0007\"",
          "\"\\ud83d\"",
          "\"\\udc4d\"",
          "\"$set\"",
          "\"a.b\"",
          "\"../..\"",
          "\"' OR 1=1; --\"",
          "\"<script>alert(1)</script>\"",
          "\"" + "x".repeat(5_000) + "\"",
          "\"" + "가".repeat(300) + "\"");

  /** One wrong frame. */
  private record Wrong(String what, String json) {}

  @Test
  void everyWrongFieldIsRefusedAndNothingIsStoredOrDelivered(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person ben = Person.signUp(vertx, cluster.address(1), "ben");
    Person stranger = Person.signUp(vertx, cluster.address(1), "stranger");
    Team team = Team.of(anna, ben);
    Team foreign = Team.of(stranger);
    long seq = await(anna.session().send(team.general(), Ids.now(), "hello")).seq();
    long other = await(stranger.session().send(foreign.general(), Ids.now(), "theirs")).seq();
    Message before = await(anna.session().message(team.general(), seq));
    List<Message> history = Team.changes(anna, team.general());
    List<Message> theirs = Team.changes(stranger, foreign.general());
    SoftAssertions softly = new SoftAssertions();
    try (RawSocket socket = RawSocket.open(vertx, cluster.address(0), anna);
        RawSocket bens = RawSocket.open(vertx, cluster.address(1), ben)) {
      for (Wrong wrong : wrongs(team.general(), seq, foreign.general(), other)) {
        socket.sendText(wrong.json());
        ServerFrame.Nack nack = nack(socket, wrong);
        softly
            .assertThat(nack.status())
            .as(wrong.what() + ": " + nack.detail())
            .isBetween(400, 499);
        softly.assertThat(nack.detail()).as(wrong.what()).isNotBlank();
      }
      // Nothing of it reached the others: the next thing that they hear of is the next message.
      long last = await(anna.session().send(team.general(), Ids.now(), "after all")).seq();
      ServerFrame.Event event = bens.next(ServerFrame.Event.class);
      softly.assertThat(event.message().body()).isEqualTo("after all");
      softly.assertThat(event.seq()).isEqualTo(last).isEqualTo(history.getLast().rev() + 1);
    }
    softly.assertThat(await(anna.session().message(team.general(), seq))).isEqualTo(before);
    softly
        .assertThat(Team.changes(anna, team.general()))
        .hasSize(history.size() + 1)
        .containsAll(history);
    softly.assertThat(Team.changes(stranger, foreign.general())).isEqualTo(theirs);
    softly.assertAll();
  }

  private static ServerFrame.Nack nack(RawSocket socket, Wrong wrong) throws InterruptedException {
    try {
      return socket.next(ServerFrame.Nack.class);
    } catch (AssertionError e) {
      throw new AssertionError("not refused: " + wrong.what(), e);
    }
  }

  private static List<Wrong> wrongs(String channel, long seq, String foreign, long other)
      throws Exception {
    List<Wrong> all = new ArrayList<>();
    String at = ",\"channel\":\"" + channel + "\"";
    String op = ",\"op\":\"" + Ids.now() + "\"";
    String message = at + ",\"seq\":" + seq + op;
    List<String> valid =
        List.of(
            "{\"t\":\"send\",\"ref\":\"r\",\"id\":\""
                + Ids.now()
                + "\",\"body\":\"x\""
                + at
                + ",\"enc\":\"none\",\"mentions\":[],\"parent\":"
                + seq
                + ",\"alsoInChannel\":false,\"attachments\":[]}",
            "{\"t\":\"edit\",\"ref\":\"r\",\"rev\":"
                + seq
                + ",\"body\":\"x\",\"enc\":\"none\","
                + "\"mentions\":[]"
                + message
                + "}",
            "{\"t\":\"delete\",\"ref\":\"r\",\"rev\":" + seq + message + "}",
            "{\"t\":\"react\",\"ref\":\"r\",\"emoji\":\"👍\"" + message + "}",
            "{\"t\":\"unreact\",\"ref\":\"r\",\"emoji\":\"👍\"" + message + "}",
            "{\"t\":\"typing\",\"parent\":1" + at + "}",
            "{\"t\":\"read\",\"ref\":\"r\",\"n\":1" + at + "}",
            "{\"t\":\"status\",\"status\":\"idle\"}",
            "{\"t\":\"watch\",\"users\":[\"" + channel + "\"]}");
    for (String frame : valid) {
      ObjectNode root = (ObjectNode) JSON.readTree(frame);
      String type = root.get("t").asText();
      for (var field : root.properties()) {
        if (!field.getKey().equals("t")) {
          wrongs(all, type, root, field.getKey(), field.getValue());
        }
      }
      change(all, type + " with an unknown field", root, f -> f.put("surprise", 1));
      if (root.has("channel")) {
        change(all, type + " in a foreign channel", root, f -> f.put("channel", foreign));
        change(all, type + " without a channel", root, f -> f.remove("channel"));
      }
      if (root.has("seq")) {
        change(all, type + " of no message", root, f -> f.put("seq", 1_000_000 + other));
        change(all, type + " without seq", root, f -> f.remove("seq"));
      }
    }
    all.addAll(
        List.of(
            new Wrong("a repeated field", "{\"t\":\"typing\",\"t\":\"typing\"" + at + "}"),
            new Wrong("auth once more", "{\"t\":\"auth\",\"token\":\"x\"}"),
            new Wrong("auth without a token", "{\"t\":\"auth\"}"),
            new Wrong("a ping with a field", "{\"t\":\"ping\",\"n\":1}"),
            new Wrong("an unknown frame", "{\"t\":\"explode\"}"),
            new Wrong("no type", "{\"ref\":\"r\"}"),
            new Wrong("no object", "[1]"),
            new Wrong("cut off", "{\"t\":\"react\""),
            new Wrong("no JSON", "<xml/>")));
    return all;
  }

  private static void wrongs(
      List<Wrong> all, String type, ObjectNode root, String field, JsonNode value) {
    List<String> wrong = new ArrayList<>(NONSENSE);
    boolean text = field.equals("body") || field.equals("ref");
    if (!text) {
      wrong.addAll(WRONG_TEXTS);
    }
    switch (field) {
      case "body" -> {
        wrong.addAll(List.of("\"\"", "\"\\u0000\"", "\"\\ud83d\"", "null"));
        wrong.add("\"" + "x".repeat(100_001) + "\"");
      }
      case "ref" -> wrong.add("\"" + "r".repeat(65) + "\"");
      case "enc" -> wrong.add("\"mls1\"");
      case "mentions" -> {
        wrong.add("[1]");
        wrong.add("[\"@everyone\"]");
        wrong.add("[\"$all\"]");
        wrong.add("[null]");
        wrong.add("[" + "\"@channel\",".repeat(100) + "\"@here\"]");
      }
      case "attachments" -> {
        wrong.add("[{}]");
        wrong.add("[1]");
        wrong.add("[null]");
        wrong.add("[{\"key\":\"k\",\"url\":\"javascript:alert(1)\",\"size\":1,\"type\":\"a/b\"}]");
        wrong.add("[{\"key\":\"k k\",\"url\":\"/k\",\"size\":1,\"type\":\"a/b\"}]");
        wrong.add("[{\"key\":\"k\",\"url\":\"/k\",\"size\":0,\"type\":\"a/b\"}]");
        wrong.add("[{\"key\":\"k\",\"url\":\"/k\",\"size\":1,\"type\":\"a/b\",\"$x\":1}]");
      }
      case "emoji" -> wrong.addAll(List.of("null", "\":+1:\"", "\"👍👍\"", "\"a\""));
      case "alsoInChannel" -> wrong.remove("true");
      case "n" -> wrong.add("null");
      case "status" -> wrong.addAll(List.of("null", "\"offline\"", "\"Online\""));
      case "users" -> {
        wrong.addAll(List.of("null", "[1]", "[null]", "[\"$all\"]", "[\"\\u0000\"]"));
        wrong.add("[" + "\"a\",".repeat(500) + "\"a\"]");
      }
      case "seq", "rev", "parent" -> wrong.add("0");
      default -> {}
    }
    if (value.isArray()) {
      wrong.remove("[]");
    }
    for (String json : wrong) {
      String broken =
          root.toString().replace("\"" + field + "\":" + value, "\"" + field + "\":" + json);
      assertThat(broken).isNotEqualTo(root.toString());
      all.add(
          new Wrong(
              type + "." + field + " = " + json.substring(0, Math.min(60, json.length())), broken));
    }
  }

  private static void change(
      List<Wrong> all, String what, ObjectNode root, Consumer<ObjectNode> change) {
    ObjectNode copy = root.deepCopy();
    change.accept(copy);
    all.add(new Wrong(what, copy.toString()));
  }

  @Test
  void aFrameOfMoreThanAMebibyteEndsTheSocket(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    try (RawSocket socket = RawSocket.open(vertx, cluster.address(0), anna)) {
      String most = "x".repeat(Limits.FRAME_BYTES - 2);
      socket.sendText('"' + most + '"');
      assertThat(socket.next(ServerFrame.Nack.class).status()).isEqualTo(400);

      socket.sendText('"' + most + "x\"");
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void textThatLooksDangerousIsJustText(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    for (String text :
        List.of(
            "<script>alert(1)</script>",
            "'; DROP TABLE channels; --",
            "{\"$set\":{\"body\":1}}",
            "$where",
            "a.b.c",
            "\u0001\u200f\u202e")) {
      long seq = await(anna.session().send(team.general(), Ids.now(), text)).seq();
      Message sent = await(anna.session().message(team.general(), seq));
      assertThat(sent.body()).isEqualTo(text);
      assertThat(await(anna.session().edit(Ids.now(), sent, text + "!", List.of())).body())
          .isEqualTo(text + "!");
    }
  }
}
