package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that are killed, fall silent or leave: the others go on, and those that return are new. */
@ExtendWith(ClusterExtension.class)
class LostNodesIT {
  /** Of the exit status: start me again. */
  private static final int START_ANEW = 75;

  /** Hazelcast takes 5 to 6 s as it is configured, and a minute as it comes. */
  private static final Duration MISSED_WITHIN = Duration.ofSeconds(10);

  /** So long is tried to take a member out of its group. */
  private static final Duration REMOVED_WITHIN = Duration.ofSeconds(10);

  /** Clearly less than the session time-out of 10 s, after which Kafka would notice by itself. */
  private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(7);

  @Test
  void aNodeThatWasSilentForLongEndsAndTheOthersHaveTakenOver(Cluster cluster, Vertx vertx)
      throws Exception {
    Channels channels = Channels.of(Person.signUp(vertx, cluster.address(0), "anna"));
    Person bora = channels.owner().also(vertx, cluster.address(1));
    Received boras = new Received(channels.ids().getFirst());
    ChatConnection annas = channels.owner().session().connect(Start.NOW, event -> {});
    ChatConnection other = bora.session().connect(Start.BEGINNING, boras);
    Serving.awaitShared(cluster);
    channels.sendToEach(annas, "before");
    boras.await(1);

    NodeLog survivor = NodeLog.of(cluster.node(0));
    cluster.node(1).pause();
    try {
      List<Future<Sent>> sends = channels.send(annas, "while it is silent");
      Await.until(
          MISSED_WITHIN,
          () -> survivor.says(cluster.node(1).name() + " has left the cell"),
          "nobody misses it");
      // That its channels go on would not show it: after 10 s they do by Kafka alone.
      Await.until(
          REMOVED_WITHIN,
          () -> survivor.says("of chat-channels are taken over from"),
          "it stays in the group of those who own channels");
      awaitAll(sends);
    } finally {
      cluster.node(1).resume();
    }

    assertThat(cluster.node(1).awaitExit(Duration.ofSeconds(10))).isEqualTo(START_ANEW);
    cluster.restore();
    channels.sendToEach(annas, "after");
    assertThat(boras.await(3).lines())
        .isEqualTo(
            Team.history(bora, channels.ids().getFirst()).stream().map(Received.Line::of).toList());
    annas.close();
    other.close();
  }

  @Test
  void theChannelsOfAKilledNodeAreLiveAgainWithinSeconds(Cluster cluster, Vertx vertx)
      throws Exception {
    Channels channels = Channels.of(Person.signUp(vertx, cluster.address(0), "anna"));
    ChatConnection annas = channels.owner().session().connect(Start.NOW, event -> {});
    Serving.awaitShared(cluster);
    channels.sendToEach(annas, "before");

    cluster.node(1).kill();
    List<Future<Sent>> sends = channels.send(annas, "after");
    Await.until(
        TAKEN_OVER_WITHIN,
        () -> Serving.by(cluster.node(0)) == Cluster.PARTITIONS,
        "what it served is not served by the other node");
    awaitAll(sends);
    annas.close();
  }

  @Test
  void nobodyLosesASendWhenAllNodesAreRestartedOneByOne(Cluster cluster, Vertx vertx)
      throws Exception {
    Channels channels = Channels.of(Person.signUp(vertx, cluster.address(0), "anna"));
    Person bora = channels.owner().also(vertx, cluster.address(1));
    List<Received> received = new ArrayList<>();
    channels.ids().forEach(id -> received.add(new Received(id)));
    ChatConnection annas = channels.owner().session().connect(Start.NOW, event -> {});
    ChatConnection other =
        bora.session().connect(Start.BEGINNING, event -> received.forEach(each -> each.on(event)));
    List<Future<Sent>> sends = new ArrayList<>();
    for (int number = 0; number < 2; number++) {
      var node = cluster.node(number);
      node.terminate();
      long began = System.nanoTime();
      while (node.isAlive()) {
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .as("until it ends by itself")
            .isLessThan(Duration.ofSeconds(30));
        String id = channels.ids().get(sends.size() % channels.ids().size());
        Future<Sent> send = annas.send(id, "a" + sends.size());
        sends.add(send);
        sends.add(other.send(id, "b" + sends.size()));
        // At the pace of those whose node stays.
        Await.until(Duration.ofSeconds(30), () -> send.isComplete() || !node.isAlive(), "sent");
      }
      assertThat(node.awaitExit(Duration.ofSeconds(1))).isEqualTo(DrainIT.TERMINATED);
      node.start();
    }
    List<String> acknowledged = new ArrayList<>();
    for (Future<Sent> send : sends) {
      acknowledged.add(await(send).id());
    }
    List<String> stored = new ArrayList<>();
    for (Received each : received) {
      List<Message> history = Team.history(bora, each.channel());
      history.stream().map(Message::id).forEach(stored::add);
      assertThat(each.await(history.size()).lines())
          .as("whole and in order, across both reconnects")
          .isEqualTo(history.stream().map(Received.Line::of).toList());
    }
    assertThat(stored).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(acknowledged);
    annas.close();
    other.close();
  }

  /** So many channels that each node owns some. */
  private record Channels(Person owner, List<String> ids) {
    static Channels of(Person owner) throws Exception {
      Team team = Team.of(owner);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        ids.add(await(owner.session().createChannel(team.id(), "c" + i, false)).id());
      }
      return new Channels(owner, ids);
    }

    List<Future<Sent>> send(ChatConnection connection, String body) {
      return ids.stream().map(id -> connection.send(id, body)).toList();
    }

    /** Returns once all are acknowledged. */
    void sendToEach(ChatConnection connection, String body) throws Exception {
      awaitAll(send(connection, body));
    }
  }

  private static void awaitAll(List<Future<Sent>> sends) throws Exception {
    for (Future<Sent> send : sends) {
      await(send);
    }
  }
}
