package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ChatClient;
import chat.client.ChatConnection;
import chat.client.Device;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import chat.cluster.Person;
import chat.embedded.Backend;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes on while a back end is away, what is refused, and that it comes back by itself. */
@ExtendWith(ClusterExtension.class)
class BackendsAwayIT {

  @AfterEach
  void startAgain(Cluster cluster) throws IOException {
    cluster
        .backends()
        .ensureStarted(Set.of(Backend.KAFKA, Backend.MONGO, Backend.MYSQL, Backend.REDIS));
  }

  @Test
  void withoutKafkaNewSendsAreRefusedAtOnceAndReadingGoesOn(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    ChatConnection connection = anna.session().connect(Start.NOW, event -> {});
    String before = await(connection.send(team.general(), "before")).id();
    double refused = refused(cluster);
    cluster.backends().kill(Backend.KAFKA);

    // The client repeats what is refused, under the same id.
    List<Future<Sent>> sends = new ArrayList<>();
    sends.add(connection.send(team.general(), "under way"));
    Await.until(
        Duration.ofSeconds(6),
        () -> {
          sends.add(connection.send(team.general(), "too late " + sends.size()));
          return refused(cluster) > refused;
        },
        "sends are not refused before the producer gives up");
    assertThat(Team.history(anna, team.general())).extracting(Message::id).containsExactly(before);

    cluster.backends().start(Backend.KAFKA);
    List<String> acknowledged = new ArrayList<>(List.of(before));
    for (Future<Sent> send : sends) {
      acknowledged.add(await(send).id());
    }
    assertThat(Team.history(anna, team.general()))
        .extracting(Message::id)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(cluster.nodes()).allMatch(NodeProcess::isAlive);
    connection.close();
  }

  private static double refused(Cluster cluster) throws IOException {
    return cluster.node(0).metrics().values().entrySet().stream()
        .filter(each -> each.getKey().startsWith("chat_nacks_total{type=\"unavailable\""))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  @Test
  void withoutMongoDbPeopleGoOnChattingAndAllOfItIsStoredAfterwards(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    Received received = new Received(team.general());
    ChatConnection connection = anna.session().connect(Start.NOW, received);
    await(connection.send(team.general(), "before"));
    cluster.backends().stop(Backend.MONGO);

    for (int i = 0; i < 20; i++) {
      await(connection.send(team.general(), "without it " + i));
    }
    received.await(21);

    cluster.backends().start(Backend.MONGO);
    Await.until(
        Duration.ofSeconds(30), () -> isReadable(anna, team), "the history can't be read again");
    assertThat(Team.history(anna, team.general()).stream().map(Received.Line::of))
        .containsExactlyElementsOf(received.lines());
    connection.close();
  }

  private static boolean isReadable(Person anna, Team team) {
    try {
      return !Team.history(anna, team.general()).isEmpty();
    } catch (ProblemException e) {
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutMySqlThoseSignedInGoOnAndSignInIsRefused(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    ChatConnection connection = anna.session().connect(Start.NOW, event -> {});
    await(connection.send(team.general(), "before"));
    cluster.backends().stop(Backend.MYSQL);

    await(connection.send(team.general(), "without it"));
    assertThatThrownBy(
            () ->
                await(
                    ChatClient.create(vertx, cluster.address(0), Person.OPTIONS)
                        .logIn(anna.handle(), "wrong", new Device("test", "java"))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));

    cluster.backends().start(Backend.MYSQL);
    Await.until(
        Duration.ofSeconds(30), () -> isSignedIn(anna, vertx, cluster), "nobody can sign in again");
    connection.close();
  }

  private static boolean isSignedIn(Person anna, Vertx vertx, Cluster cluster) {
    try {
      anna.also(vertx, cluster.address(0));
      return true;
    } catch (ProblemException e) {
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
