package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import chat.cluster.Person;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody whose channels belong to all nodes of a cell, to see whether each reaches each. */
final class Mesh {
  private static final int CHANNELS = 16;

  /** More than there are registrations, one of which is asked after the other. */
  private static final int SIGN_INS = 12;

  private final Cluster cluster;
  private final Vertx vertx;
  private final Person anna;
  private final List<String> channels = new ArrayList<>();

  Mesh(Cluster cluster, Vertx vertx) throws Exception {
    this.cluster = cluster;
    this.vertx = vertx;
    this.anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    for (int i = 0; i < CHANNELS; i++) {
      channels.add(await(anna.session().createChannel(team.id(), "c" + i, false)).id());
    }
  }

  /** A connection to the first node. */
  ChatConnection connect() {
    return anna.session().connect(Start.NOW, event -> {});
  }

  /** Sends to each channel; returns once all are acknowledged. */
  void sendToEach(ChatConnection connection, String body) throws Exception {
    List<Future<Sent>> sends = channels.stream().map(id -> connection.send(id, body)).toList();
    for (Future<Sent> send : sends) {
      await(send);
    }
  }

  /**
   * Starts those that have ended; then what is said through one node is heard on every other, as
   * history has it, and requests over the event bus meet no registration of a former life.
   */
  void everyNodeReachesEveryOther(ChatConnection connection, String body) throws Exception {
    requestsMeetNoFormerLife();
    cluster.restore();
    List<Received> received = new ArrayList<>();
    List<ChatConnection> others = new ArrayList<>();
    for (int node = 0; node < cluster.nodes().size(); node++) {
      List<Received> there = channels.stream().map(Received::new).toList();
      received.addAll(there);
      others.add(
          anna.also(vertx, cluster.address(node))
              .session()
              .connect(Start.BEGINNING, event -> there.forEach(each -> each.on(event))));
    }
    sendToEach(connection, body);
    for (Received each : received) {
      List<Message> history = Team.history(anna, each.channel());
      assertThat(each.await(history.size()).lines())
          .isEqualTo(history.stream().map(Received.Line::of).toList());
      assertThat(history.getLast().body()).isEqualTo(body);
    }
    others.forEach(ChatConnection::close);
  }

  /**
   * Those that have ended come back without the API for a while: for each sign-in they ask the
   * directory of some other node.
   */
  private void requestsMeetNoFormerLife() throws Exception {
    List<NodeProcess> ended = cluster.nodes().stream().filter(node -> !node.isAlive()).toList();
    ended.forEach(node -> node.environment(Map.of("CHAT_NODE_ROLES", "chat")));
    cluster.restore();
    for (NodeProcess node : ended) {
      signInOften(node);
      node.stop();
      node.environment(Map.of());
    }
  }

  /** None may stay without an answer. */
  void signInOften(NodeProcess node) throws Exception {
    for (int i = 0; i < SIGN_INS; i++) {
      RawSocket.open(vertx, node.address(), anna).close();
    }
  }
}
