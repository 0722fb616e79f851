package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Somebody whose channels belong to all nodes of a cell, to see whether each reaches each. */
final class Mesh {
  private static final int CHANNELS = 16;

  /** Requests over the event bus go to one registration after the other: a stale one is met. */
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
    cluster.restore();
    List<Received> received = new ArrayList<>();
    List<ChatConnection> others = new ArrayList<>();
    for (int node = 0; node < cluster.nodes().size(); node++) {
      List<Received> there = channels.stream().map(Received::new).toList();
      received.addAll(there);
      others.add(
          signInOften(node)
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

  /** Each asks some node's directory over the event bus; none may stay without an answer. */
  Person signInOften(int node) throws Exception {
    Person there = anna.also(vertx, cluster.address(node));
    for (int i = 0; i < SIGN_INS; i++) {
      RawSocket.open(vertx, cluster.address(node), there).close();
    }
    return there;
  }
}
