package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ChatClient;
import chat.client.ChatConnection;
import chat.client.ChatListener;
import chat.client.Device;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import chat.cluster.Person;
import chat.embedded.Backend;
import chat.id.OperationId;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import chat.system.RawRest.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes on while a back end is away, what is refused, and that it comes back by itself. */
@ExtendWith(ClusterExtension.class)
class BackendsAwayIT {
  private final List<ChatConnection> connections = new ArrayList<>();

  /** What a failed test left open would be counted by the tests after it. */
  @AfterEach
  void startAgain(Cluster cluster) throws IOException {
    connections.forEach(ChatConnection::close);
    cluster
        .backends()
        .ensureStarted(Set.of(Backend.KAFKA, Backend.MONGO, Backend.MYSQL, Backend.REDIS));
  }

  private ChatConnection connect(Person person, ChatListener listener) {
    ChatConnection opened = person.session().connect(Start.NOW, listener);
    connections.add(opened);
    return opened;
  }

  @Test
  void withoutKafkaNewSendsAreRefusedAtOnceAndReadingGoesOn(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    ChatConnection connection = connect(anna, event -> {});
    String before = await(connection.send(team.general(), "before")).id();
    double refused = refused(cluster);
    cluster.backends().kill(Backend.KAFKA);

    OperationId id = Ids.now();
    CompletableFuture<Answer> inFlight =
        RawRest.send(cluster.address(0), anna, team.general(), id, "in flight");
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
    Answer refusal =
        RawRest.send(cluster.address(0), anna, team.general(), Ids.now(), "refused").get();
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.is("unavailable")).as(refusal.body()).isTrue();
    assertThat(refusal.retryAfter()).isPositive();
    assertThat(Team.history(anna, team.general())).extracting(Message::id).containsExactly(before);
    Answer unknown = inFlight.get();
    assertThat(unknown.status()).isEqualTo(503);
    // Refused if the node had noticed by then; the next test is certain to catch one under way.
    assertThat(unknown.is("outcome-unknown") || unknown.is("unavailable"))
        .as(unknown.body())
        .isTrue();

    cluster.backends().start(Backend.KAFKA);
    List<String> acknowledged = new ArrayList<>(List.of(before));
    acknowledged.add(await(anna.session().send(team.general(), id, "in flight")).id());
    for (Future<Sent> send : sends) {
      acknowledged.add(await(send).id());
    }
    assertThat(Team.history(anna, team.general()))
        .extracting(Message::id)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(cluster.nodes()).allMatch(NodeProcess::isAlive);
  }

  @Test
  void whatIsUnderWayWhenKafkaFallsSilentIsUnknownAndARepeatSettlesIt(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    await(anna.session().send(team.general(), Ids.now(), "before"));
    OperationId id = Ids.now();
    signalKafka("STOP");
    try {
      CompletableFuture<Answer> underWay =
          RawRest.send(cluster.address(0), anna, team.general(), id, "under way");
      Answer unknown = underWay.get();
      assertThat(unknown.status()).isEqualTo(503);
      assertThat(unknown.is("outcome-unknown")).as(unknown.body()).isTrue();
      Answer refused =
          RawRest.send(cluster.address(0), anna, team.general(), Ids.now(), "refused").get();
      assertThat(refused.is("unavailable")).as(refused.body()).isTrue();
      assertThat(Team.history(anna, team.general())).hasSize(1);
    } finally {
      signalKafka("CONT");
    }

    Sent settled = await(anna.session().send(team.general(), id, "under way"));
    assertThat(await(anna.session().send(team.general(), id, "under way"))).isEqualTo(settled);
    assertThat(Team.history(anna, team.general()))
        .extracting(Message::body)
        .containsExactly("before", "under way");
  }

  /** A broker that is stopped holds its connections and answers nothing. */
  private static void signalKafka(String signal) throws Exception {
    String pid = Files.readAllLines(ClusterExtension.FOLDER.resolve("run/kafka.pid")).getFirst();
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
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
    ChatConnection connection = connect(anna, received);
    await(connection.send(team.general(), "before"));
    cluster.backends().stop(Backend.MONGO);

    for (int i = 0; i < 20; i++) {
      await(connection.send(team.general(), "without it " + i));
    }
    received.await(21);
    assertThat(await(anna.session().history(team.general(), 20)).stream().map(Received.Line::of))
        .containsExactlyElementsOf(received.lines().subList(1, 21));
    assertThat(await(anna.session().changes(team.general(), received.lines().getFirst().seq())))
        .satisfies(
            changes ->
                assertThat(changes.items().stream().map(Received.Line::of))
                    .containsExactlyElementsOf(received.lines().subList(1, 21)));

    cluster.backends().start(Backend.MONGO);
    assertThat(Team.history(anna, team.general()).stream().map(Received.Line::of))
        .containsExactlyElementsOf(received.lines());
  }

  @Test
  void aTakeOverWaitsForMongoDbAndItsChannelsAreRefusedMeanwhile(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    Map<String, OperationId> sends = new HashMap<>();
    for (int i = 0; i < 16; i++) {
      String channel = await(anna.session().createChannel(team.id(), "c" + i, false)).id();
      await(anna.session().send(channel, Ids.now(), "before"));
      sends.put(channel, Ids.now());
    }
    cluster.backends().stop(Backend.MONGO);
    cluster.node(1).kill();

    // Those of the node that is left go on; those of the other have no owner, and say so.
    Map<String, Answer> answers = new HashMap<>();
    Await.until(
        Duration.ofSeconds(60),
        () -> {
          sends.forEach(
              (channel, id) ->
                  answers.put(
                      channel,
                      RawRest.send(cluster.address(0), anna, channel, id, "meanwhile").join()));
          return answers.values().stream()
              .allMatch(each -> each.status() == 201 || each.is("unavailable"));
        },
        "sends are not refused");
    assertThat(answers.values()).anyMatch(each -> each.status() == 201);
    assertThat(answers.values())
        .filteredOn(each -> each.status() != 201)
        .isNotEmpty()
        .allMatch(each -> each.status() == 503 && each.retryAfter() > 0);

    cluster.backends().start(Backend.MONGO);
    for (Map.Entry<String, OperationId> send : sends.entrySet()) {
      await(anna.session().send(send.getKey(), send.getValue(), "meanwhile"));
      assertThat(Team.history(anna, send.getKey()))
          .extracting(Message::body)
          .containsExactly("before", "meanwhile");
    }
  }

  @Test
  void aNodeThatStartsWithoutMongoDbServesThroughTheOthers(Cluster cluster, Vertx vertx)
      throws Exception {
    cluster.node(1).kill();
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    Await.until(
        Duration.ofSeconds(30),
        () -> cluster.node(0).metrics().sum("chat_partitions_serving") == 8,
        "the other node does not take over");
    await(anna.session().send(team.general(), Ids.now(), "before"));
    cluster.backends().stop(Backend.MONGO);

    cluster.node(1).start();
    Answer sent =
        RawRest.send(cluster.address(1), anna, team.general(), Ids.now(), "through it").get();
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    Answer history =
        RawRest.get(cluster.address(1), anna, "/channels/" + team.general() + "/messages").get();
    assertThat(history.body()).contains("before", "through it");
    assertThat(cluster.node(1).metrics().sum("chat_partitions_serving")).isZero();

    cluster.backends().start(Backend.MONGO);
    Await.until(
        Duration.ofSeconds(60),
        () -> cluster.node(1).metrics().sum("chat_partitions_serving") > 0,
        "it takes no part");
    await(anna.session().send(team.general(), Ids.now(), "after"));
    assertThat(Team.history(anna, team.general()))
        .extracting(Message::body)
        .containsExactly("before", "through it", "after");
  }

  @Test
  void withoutRedisAllGoesOnAndPresenceIsUnknown(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    Received received = new Received(team.general());
    ChatConnection connection = connect(anna, received);
    await(connection.send(team.general(), "before"));
    Await.until(
        Duration.ofSeconds(30), () -> presence(cluster, anna, team, "online"), "she is not online");
    cluster.backends().stop(Backend.REDIS);

    await(connection.send(team.general(), "without it"));
    await(anna.session().send(team.general(), Ids.now(), "by REST"));
    await(
        anna.also(vertx, cluster.address(1))
            .session()
            .send(team.general(), Ids.now(), "signed in"));
    received.await(4);
    Await.until(
        Duration.ofSeconds(30),
        () -> presence(cluster, anna, team, "unknown"),
        "presence is told without Redis");
    assertThat(Team.history(anna, team.general()).stream().map(Received.Line::of))
        .containsExactlyElementsOf(received.lines());

    cluster.backends().start(Backend.REDIS);
    Await.until(
        Duration.ofSeconds(60),
        () -> presence(cluster, anna, team, "online"),
        "she does not come back online");
  }

  private static boolean presence(Cluster cluster, Person anna, Team team, String status) {
    Answer answer =
        RawRest.get(cluster.address(0), anna, "/teams/" + team.id() + "/presence").join();
    return answer.status() == 200 && answer.body().contains("\"status\":\"" + status + "\"");
  }

  @Test
  void withoutMySqlThoseSignedInGoOnAndSignInIsRefused(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    Person also = anna.also(vertx, cluster.address(1));
    Received received = new Received(team.general());
    ChatConnection connection = connect(anna, received);
    ChatConnection other = connect(also, event -> {});
    await(connection.send(team.general(), "before"));
    await(other.send(team.general(), "before, too"));
    cluster.backends().stop(Backend.MYSQL);

    await(connection.send(team.general(), "without it"));
    await(other.send(team.general(), "without it, too"));
    received.await(4);
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
    assertThat(Team.history(anna, team.general()).stream().map(Received.Line::of))
        .containsExactlyElementsOf(received.lines());
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
