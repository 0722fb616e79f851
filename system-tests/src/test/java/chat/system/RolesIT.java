package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.cluster.Person;
import chat.embedded.EmbeddedBackends;
import chat.embedded.process.Folders;
import chat.protocol.ClientFrame;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each process does a part: together they are the whole system, and none does more. */
class RolesIT {
  private static final Path FOLDER = Path.of("target", "roles").toAbsolutePath();
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int NOT_FOUND = 404;

  private static final List<Set<String>> ROLES =
      List.of(Set.of("chat"), Set.of("chat"), Set.of("api"), Set.of("presence", "push"));
  private static final int API = 2;
  private static final int PRESENCE_AND_PUSH = 3;

  /** By path, the answer to a plain GET where it is served. */
  private static final Map<String, Integer> DOORS = Map.of("/ws", 426, "/sockjs/info", 200);

  private static final Map<String, Integer> REST =
      Map.of("/", 200, "/openapi.yaml", 200, "/v1/me", 401);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void processesWithAPartOfTheRolesEachAreOneSystem() throws Exception {
    EmbeddedBackends.reapLeftOvers(FOLDER);
    Folders.deleteRecursively(FOLDER);
    Vertx vertx = Vertx.vertx();
    ClusterOptions options =
        ClusterOptions.forTests(ROLES.size(), ROOT)
            .withRoles(ROLES)
            // The push service of this test is on this machine.
            .with("push", "trustedHosts", List.of("localhost"));
    try (Cluster cluster = Cluster.start(FOLDER, options);
        PushService service = PushService.start(vertx)) {
      eachDoesItsPartOnly(cluster);
      togetherTheyDoAll(cluster, service, vertx);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static void eachDoesItsPartOnly(Cluster cluster) throws Exception {
    for (int node = 0; node < ROLES.size(); node++) {
      Set<String> roles = ROLES.get(node);
      Set<String> measured = cluster.node(node).metrics().values().keySet();
      assertThat(measured.stream().filter(name -> name.startsWith("chat_role{")))
          .containsExactlyInAnyOrderElementsOf(
              roles.stream()
                  .map(role -> "chat_role{role=\"" + role + "\"}")
                  .collect(Collectors.toSet()));
      assertThat(measures(measured, "chat_connections")).isEqualTo(roles.contains("chat"));
      assertThat(measures(measured, "chat_password_queue")).isEqualTo(roles.contains("api"));
      assertThat(measures(measured, "chat_push_messages_open")).isEqualTo(roles.contains("push"));
      URI port = cluster.address(node);
      DOORS.forEach((path, answer) -> assertServes(port, path, roles.contains("chat"), answer));
      REST.forEach((path, answer) -> assertServes(port, path, roles.contains("api"), answer));
    }
  }

  private static boolean measures(Set<String> measured, String name) {
    return measured.stream().anyMatch(each -> each.startsWith(name));
  }

  private static void assertServes(URI port, String path, boolean serves, int answer) {
    URI place = port.resolve(path);
    int status =
        HTTP.sendAsync(
                HttpRequest.newBuilder(place).timeout(PATIENCE).build(), BodyHandlers.discarding())
            .thenApply(HttpResponse::statusCode)
            .join();
    assertThat(status).as(place.toString()).isEqualTo(serves ? answer : NOT_FOUND);
  }

  private static void togetherTheyDoAll(Cluster cluster, PushService service, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(API), "anna");
    Person bora = Person.signUp(vertx, cluster.address(API), "bora");
    Person away = Person.signUp(vertx, cluster.address(API), "chul");
    Team team = Team.of(anna, bora, away);
    String channel = await(anna.session().createChannel(team.id(), "parts", false)).id();
    await(bora.session().joinChannel(channel));
    service.subscribe(cluster, API, away);
    try (RawSocket annas = RawSocket.open(vertx, cluster.address(0), anna);
        RawSocket boras = RawSocket.open(vertx, cluster.address(1), bora)) {
      say(boras, team.general(), "점심 먹을까요?");
      hears(annas, "점심 먹을까요?");

      say(annas, channel, "from the one");
      hears(boras, "from the one");
      say(boras, channel, "from the other");
      hears(annas, "from the other");
      await(anna.session().send(channel, Ids.now(), "over REST"));
      hears(boras, "over REST");
      assertThat(Team.history(bora, channel).stream().map(Message::body))
          .containsExactly("from the one", "from the other", "over REST");

      annas.send(new ClientFrame.Watch(List.of(bora.id())));
      isTold(annas, bora, "online");
      boras.send(new ClientFrame.Status("dnd"));
      isTold(annas, bora, "dnd");
      assertThat(presence(cluster, anna, team)).contains("\"dnd\"").doesNotContain("\"unknown\"");

      service.awaitAll(PushService.device(away) + " high");

      // Nobody else knows who is online; the rest goes on.
      cluster.node(PRESENCE_AND_PUSH).kill();
      Await.until(
          PATIENCE,
          () -> presence(cluster, anna, team).contains("\"unknown\""),
          "presence is still known");
      say(annas, channel, "without presence and push");
      hears(boras, "without presence and push");
    }
  }

  private static void say(RawSocket socket, String channel, String body) throws Exception {
    socket.send(new ClientFrame.Send(body, channel, Ids.now().toString(), body, "none", List.of()));
    assertThat(socket.next(ServerFrame.Ack.class).ref()).isEqualTo(body);
  }

  /** Waits for the message; what else happens in the channels is not looked at. */
  private static void hears(RawSocket socket, String body) throws Exception {
    Message heard = null;
    while (heard == null || !heard.body().equals(body)) {
      heard = socket.next(ServerFrame.Event.class).message();
    }
  }

  /** Waits until the socket is told that status of the person whom it watches. */
  private static void isTold(RawSocket socket, Person person, String status) throws Exception {
    String told = null;
    while (!status.equals(told)) {
      told = socket.next(ServerFrame.Presence.class).users().get(person.id());
    }
  }

  private static String presence(Cluster cluster, Person viewer, Team team) {
    return RawRest.get(cluster.address(API), viewer, "/teams/" + team.id() + "/presence")
        .join()
        .body();
  }
}
