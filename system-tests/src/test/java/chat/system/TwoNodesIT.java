package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.protocol.Message;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which node somebody is connected to makes no difference. */
@ExtendWith(ClusterExtension.class)
class TwoNodesIT {

  @Test
  void peopleOnDifferentNodesChatInOrder(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team team = Team.of(anna, bora);
    Received annas = new Received(team.general());
    Received boras = new Received(team.general());
    ChatConnection a = anna.session().connect(Start.BEGINNING, annas);
    ChatConnection b = bora.session().connect(Start.BEGINNING, boras);

    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Each waits for the other, so there is one right order.
      String body = "turn " + i + " 안녕";
      bodies.add(body);
      await((i % 2 == 0 ? a : b).send(team.general(), body));
    }

    assertThat(annas.await(40).lines()).isEqualTo(boras.await(40).lines());
    List<Message> fromFirst = Team.history(anna, team.general());
    assertThat(fromFirst.stream().map(Message::body)).containsExactlyElementsOf(bodies);
    assertThat(Team.history(bora, team.general())).isEqualTo(fromFirst);
    assertThat(Team.changes(anna, team.general())).isEqualTo(fromFirst);
    assertThat(Team.changes(bora, team.general())).isEqualTo(fromFirst);
    a.close();
    b.close();
  }

  @Test
  void whoReadsAfterAnAcknowledgementOnTheOtherNodeSeesTheMessage(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team team = Team.of(anna, bora);
    ChatConnection connection = anna.session().connect(Start.NOW, event -> {});

    for (int i = 0; i < 30; i++) {
      String id = await(connection.send(team.general(), "now " + i)).id();
      assertThat(await(bora.session().history(team.general(), 1)))
          .extracting(Message::id)
          .containsExactly(id);
    }
    connection.close();
  }

  @Test
  void aDirectMessageReachesTheOtherNodeAndCreatesTheConversationThere(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team.of(anna, bora);
    List<String> heard = java.util.Collections.synchronizedList(new ArrayList<>());
    ChatConnection boras =
        bora.session()
            .connect(
                Start.BEGINNING,
                event -> {
                  if (event instanceof chat.client.ChatEvent.MessageReceived received) {
                    heard.add(received.message().body());
                  }
                });
    ChatConnection annas = anna.session().connect(Start.NOW, event -> {});

    String dm = await(anna.session().directMessages(List.of(bora.id()))).id();
    assertThat(await(bora.session().directMessages(List.of(anna.id()))).id()).isEqualTo(dm);
    Await.until(
        Duration.ofSeconds(20),
        () -> isSent(annas, dm),
        "the conversation did not begin for its maker");

    Await.until(Duration.ofSeconds(20), () -> heard.contains("psst"), "bora heard only " + heard);
    annas.close();
    boras.close();
  }

  /** The membership travels through the log: a socket may hear of it a moment later. */
  private static boolean isSent(ChatConnection connection, String dm) {
    try {
      await(connection.send(dm, "psst"));
      return true;
    } catch (chat.problem.ProblemException notYet) {
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
