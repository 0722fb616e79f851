package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.protocol.ClientFrame;
import chat.protocol.Limits;
import chat.protocol.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One conversation through every door, by the clients that others wrote. */
@ExtendWith(ClusterExtension.class)
class DoorsIT {
  private static final String HARD = "안녕 \"\\\" 가\u2028\u2029 \uD83D\uDE00 </script> \t\n";

  /** A way in: which client, and by which transport of SockJS. */
  enum Door {
    WS("ws", ""),
    SOCKJS_WEBSOCKET("sockjs", "websocket"),
    SOCKJS_XHR_STREAMING("sockjs", "xhr-streaming"),
    SOCKJS_EVENTSOURCE("sockjs", "eventsource"),
    SOCKJS_XHR_POLLING("sockjs", "xhr-polling"),
    EVENTBUS_WEBSOCKET("eventbus", "websocket"),
    EVENTBUS_XHR_STREAMING("eventbus", "xhr-streaming"),
    EVENTBUS_EVENTSOURCE("eventbus", "eventsource"),
    EVENTBUS_XHR_POLLING("eventbus", "xhr-polling");

    final String client;
    final String transport;

    Door(String client, String transport) {
      this.client = client;
      this.transport = transport;
    }

    DoorClient open(java.net.URI node) throws Exception {
      DoorClient opened =
          transport.isEmpty()
              ? DoorClient.start(node, client)
              : DoorClient.start(node, client, transport);
      assertThat(opened.next("open").get("transport").asText())
          .isEqualTo(transport.isEmpty() ? client : transport);
      return opened;
    }
  }

  /** So that who comes and goes can be counted. */
  @BeforeEach
  void nobodyIsConnected(Cluster cluster) throws Exception {
    untilConnections(cluster, 0);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void theSameConversationGoesThroughEveryDoor(Door door, Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team team = Team.of(anna, bora);
    try (DoorClient client = door.open(cluster.address(0))) {
      client.send(new ClientFrame.Ping());
      assertThat(client.next(ServerFrame.Nack.class).type()).isEqualTo("unauthorized");

      ServerFrame.Ready ready = signIn(client, anna);
      assertThat(ready.user()).isEqualTo(anna.id());
      assertThat(ready.channels()).extracting(ServerFrame.ChannelHead::id).contains(team.general());
      client.send(new ClientFrame.Ping());
      client.next(ServerFrame.Pong.class);

      client.send(message("r1", team, HARD));
      assertHeard(client, "r1", HARD);
      String longest = "가".repeat(Limits.BODY_CODE_UNITS);
      client.send(message("r2", team, longest));
      assertHeard(client, "r2", longest);
      client.send(message("r3", team, longest + "x"));
      ServerFrame.Nack nack = client.next(ServerFrame.Nack.class);
      assertThat(nack.ref()).isEqualTo("r3");
      assertThat(nack.type()).isEqualTo("too-large");

      for (int i = 0; i < 20; i++) {
        await(bora.session().send(team.general(), Ids.now(), "안녕 " + i));
      }
      long seq = 0;
      for (int i = 0; i < 20; i++) {
        ServerFrame.Event event = client.next(ServerFrame.Event.class);
        assertThat(event.message().body()).isEqualTo("안녕 " + i);
        assertThat(event.seq()).isEqualTo(seq == 0 ? event.seq() : seq + 1);
        seq = event.seq();
      }
      client.send(new ClientFrame.Read("r4", team.general(), 22L));
      assertThat(client.next(ServerFrame.Ack.class).ref()).isEqualTo("r4");

      await(anna.session().logOut());
      assertThat(client.next("close").get("code").asInt()).isEqualTo(4401);
    }
    untilConnections(cluster, 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Door.class,
      names = {"WS", "SOCKJS_XHR_POLLING", "EVENTBUS_WEBSOCKET"})
  void aWrongTokenIsRefusedAndTheDoorClosed(Door door, Cluster cluster) throws Exception {
    try (DoorClient client = door.open(cluster.address(0))) {
      client.send(new ClientFrame.Auth("nonsense"));

      assertThat(client.next(ServerFrame.Nack.class).type()).isEqualTo("unauthorized");
      assertThat(client.next("close").get("code").asInt()).isEqualTo(4401);
    }
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aClientThatDiesFreesEverything(Door door, Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team.of(anna);
    try (DoorClient client = door.open(cluster.address(0))) {
      signIn(client, anna);
      assertThat(connections(cluster)).isEqualTo(1);

      client.kill();

      untilConnections(cluster, 0);
    }
  }

  /**
   * vert.x 684: what was written for a browser that had gone to sleep piled up. A frozen client
   * leaves its sockets open and reads nothing; only a poll shows that it is away.
   */
  @Test
  void aFrozenPollingClientIsFreed(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (DoorClient client = Door.SOCKJS_XHR_POLLING.open(cluster.address(0))) {
      signIn(client, anna);

      client.freeze();
      for (int i = 0; i < 3; i++) {
        await(anna.session().send(team.general(), Ids.now(), "unread"));
      }

      untilConnections(cluster, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Door.class,
      names = {"SOCKJS_XHR_STREAMING", "EVENTBUS_XHR_STREAMING"})
  void aProxyThatBlocksWebSocketsIsNoObstacle(Door door, Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (Proxy proxy = new Proxy(cluster.address(0), true);
        DoorClient client = DoorClient.start(proxy.address(), door.client)) {
      assertThat(client.next("open").get("transport").asText()).isEqualTo("xhr-streaming");
      assertThat(proxy.blocked()).isPositive();

      signIn(client, anna);
      client.send(message("r1", team, HARD));
      assertHeard(client, "r1", HARD);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Door.class,
      names = {"EVENTBUS_WEBSOCKET", "EVENTBUS_XHR_STREAMING", "EVENTBUS_XHR_POLLING"})
  void aBridgeClientComesBackAfterACut(Door door, Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (Proxy proxy = new Proxy(cluster.address(0), false);
        DoorClient client = door.open(proxy.address())) {
      client.tell("reconnect");
      signIn(client, anna);

      proxy.cut();
      client.next("close");
      await(anna.session().send(team.general(), Ids.now(), "while away"));

      client.next("open");
      ServerFrame.Ready ready = signIn(client, anna);
      assertThat(ready.channels()).extracting(ServerFrame.ChannelHead::n).contains(1L);
      client.send(message("r1", team, HARD));
      assertHeard(client, "r1", HARD);
    }
  }

  @Test
  void aBridgeClientReachesNothingButItsOwnSession(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    try (DoorClient client = Door.EVENTBUS_WEBSOCKET.open(cluster.address(0))) {
      signIn(client, anna);
      for (String address : List.of("chat.memberships", "chat.session.other", "vertx.", "*", "")) {
        client.tell("sendTo", "address", address, "frame", List.of());
        assertThat(refusal(client)).as(address).isEqualTo("access_denied");
        client.tell("publishTo", "address", address, "frame", List.of());
        assertThat(refusal(client)).as(address).isEqualTo("access_denied");
        client.tell("listenTo", "address", address);
        assertThat(refusal(client)).as(address).isEqualTo("access_denied");
      }
      client.tell("text", "text", "{\"type\":\"send\",\"address\":\"chat.session\"");
      assertThat(refusal(client)).isEqualTo("invalid_json");

      client.send(new ClientFrame.Ping());
      client.next(ServerFrame.Pong.class);
    }
  }

  @Test
  void aReplyHandlerOfTheBridgeGetsTheAnswer(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (DoorClient client = Door.EVENTBUS_WEBSOCKET.open(cluster.address(0))) {
      signIn(client, anna);

      client.tell("ask", "frame", json(message("r1", team, "hello")));
      assertThat(DoorClient.frame(client.next("reply"))).isInstanceOf(ServerFrame.Ack.class);
      client.tell("ask", "frame", json(message("r2", team, "")));
      assertThat(client.next("failure").at("/error/failureType").asText()).isEqualTo("bad-request");
      client.tell("ask", "frame", json(new ClientFrame.Ping()));
      assertThat(client.next("failure").at("/error/failureType").asText()).isEqualTo("rejected");
    }
  }

  /**
   * vert.x 3997: a handler that was registered twice was left behind when its socket closed; that
   * nothing is registered here is shown by {@code BridgeLinkTest}.
   */
  @Test
  void registeringTheAddressManyTimesDeliversOnceAndLeavesNothing(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (DoorClient client = Door.EVENTBUS_WEBSOCKET.open(cluster.address(0))) {
      signIn(client, anna);
      for (int i = 0; i < 100; i++) {
        client.tell(
            "text", "text", "{\"type\":\"register\",\"address\":\"chat.session\",\"headers\":{}}");
      }
      client.send(message("r1", team, "once"));
      assertHeard(client, "r1", "once");
      client.send(new ClientFrame.Ping());
      client.next(ServerFrame.Pong.class);
      assertThat(client.rest()).isEmpty();
    }
    untilConnections(cluster, 0);
  }

  /**
   * vertx-web 1986: what the bridge kept for a WebSocket that broke without a close frame was never
   * cleaned up.
   */
  @Test
  void aWebSocketOfTheBridgeThatBreaksFreesEverything(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    try (Proxy proxy = new Proxy(cluster.address(0), false);
        DoorClient client = Door.EVENTBUS_WEBSOCKET.open(proxy.address())) {
      signIn(client, anna);
      assertThat(connections(cluster)).isEqualTo(1);

      proxy.cut();

      untilConnections(cluster, 0);
    }
  }

  @Test
  void aBridgeClientThatDoesNotListenIsToldToResyncWhenItDoes(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (DoorClient client = Door.EVENTBUS_WEBSOCKET.open(cluster.address(0));
        RawSocket other = RawSocket.open(vertx, cluster.address(0), anna)) {
      signIn(client, anna);
      client.tell("unregister");
      client.tell("sendTo", "address", "chat.session", "frame", json(new ClientFrame.Ping()));
      assertThat(refusal(client)).as("it is heard only while it listens").isEqualTo("rejected");

      await(anna.session().send(team.general(), Ids.now(), "unheard"));
      other.next(ServerFrame.Event.class);
      client.tell("register");

      assertThat(client.next(ServerFrame.Resync.class).channels()).containsExactly(team.general());
    }
  }

  private static String refusal(DoorClient client) throws InterruptedException {
    return client.next("refused").at("/error/failureType").asText();
  }

  private static JsonNode json(ClientFrame frame) throws Exception {
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(chat.protocol.Wire.toJson(frame));
  }

  static ServerFrame.Ready signIn(DoorClient client, Person person) throws Exception {
    client.send(new ClientFrame.Auth(person.session().credentials().accessToken()));
    return client.next(ServerFrame.Ready.class);
  }

  /** The answer and the event come in any order. */
  static void assertHeard(DoorClient client, String ref, String body) throws Exception {
    boolean acknowledged = false;
    boolean heard = false;
    while (!acknowledged || !heard) {
      switch (DoorClient.frame(client.next("frame"))) {
        case ServerFrame.Ack ack -> {
          assertThat(ack.ref()).isEqualTo(ref);
          acknowledged = true;
        }
        case ServerFrame.Event event -> {
          assertThat(event.message().body()).isEqualTo(body);
          heard = true;
        }
        case ServerFrame.Nack nack -> throw new AssertionError("refused: " + nack);
        default -> {}
      }
    }
  }

  static ClientFrame message(String ref, Team team, String body) {
    return new ClientFrame.Send(ref, team.general(), Ids.now().toString(), body, "none", List.of());
  }

  private static double connections(Cluster cluster) throws Exception {
    return cluster.node(0).metrics().sum("chat_connections");
  }

  private static void untilConnections(Cluster cluster, double count) throws Exception {
    Await.until(
        Duration.ofSeconds(20),
        () -> cluster.node(0).metrics().sum("chat_connections") == count,
        "connections were left behind");
  }
}
