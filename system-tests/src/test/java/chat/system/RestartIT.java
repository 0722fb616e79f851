package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import chat.cluster.Person;
import chat.id.OperationId;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was acknowledged outlives every node; what was not is done once when it is repeated. */
@ExtendWith(ClusterExtension.class)
class RestartIT {

  @Test
  void aRetryAfterTheWholeSystemWasKilledGetsTheSamePlace(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    OperationId id = Ids.now();
    Sent before = await(anna.session().send(team.general(), id, "once"));
    ChatConnection connection = anna.session().connect(Start.NOW, event -> {});
    await(connection.send(team.general(), "warm"));
    List<Future<Sent>> underWay = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      underWay.add(connection.send(team.general(), "under way " + i));
    }
    await(underWay.get(20));

    cluster.nodes().forEach(NodeProcess::kill);
    cluster.restore();

    Sent after = await(anna.session().send(team.general(), id, "once"));
    assertThat(after).isEqualTo(before);
    List<String> acknowledged = new ArrayList<>(List.of(before.id()));
    for (Future<Sent> send : underWay) {
      acknowledged.add(await(send).id());
    }
    List<Message> history = Team.history(anna, team.general());
    assertThat(history).hasSize(102);
    assertThat(history.stream().map(Message::id)).doesNotHaveDuplicates().containsAll(acknowledged);
    assertThat(history.stream().map(Message::n))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 102).boxed().toList());
    connection.close();
  }

  @Test
  void aNewOwnerGoesOnWhereTheKilledOneStopped(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    // Each node owns about half of the partitions: some of these channels belong to the victim.
    List<String> channels = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      channels.add(await(anna.session().createChannel(team.id(), "c" + i, false)).id());
    }
    List<Received> received = channels.stream().map(Received::new).toList();
    ChatConnection connection =
        anna.session().connect(Start.BEGINNING, event -> received.forEach(each -> each.on(event)));
    List<Future<Sent>> sends = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      if (i == 200) {
        await(sends.get(150));
        cluster.node(1).kill();
      }
      sends.add(connection.send(channels.get(i % channels.size()), "message " + i));
    }
    List<Sent> acknowledged = new ArrayList<>();
    for (Future<Sent> send : sends) {
      acknowledged.add(await(send));
    }

    assertThat(acknowledged.stream().map(Sent::id)).doesNotHaveDuplicates();
    cluster.restore();
    Person fromOther = anna.also(vertx, cluster.address(1));
    for (int i = 0; i < channels.size(); i++) {
      String channel = channels.get(i);
      List<Message> history = Team.history(anna, channel);
      assertThat(history.stream().map(Message::id).toList())
          .as("each acknowledged message once, nothing else")
          .containsExactlyInAnyOrderElementsOf(
              acknowledged.stream()
                  .filter(sent -> sent.channel().equals(channel))
                  .map(Sent::id)
                  .toList());
      assertThat(history.stream().map(Message::n))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
      long first = history.getFirst().seq();
      assertThat(history.stream().map(Message::seq))
          .as("no event in between: seq is contiguous")
          .containsExactlyElementsOf(LongStream.range(first, first + 50).boxed().toList());
      assertThat(received.get(i).await(50).lines())
          .isEqualTo(history.stream().map(Received.Line::of).toList());
      assertThat(Team.history(fromOther, channel)).isEqualTo(history);
    }
    connection.close();
  }
}
