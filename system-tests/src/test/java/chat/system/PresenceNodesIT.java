package chat.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.ChatListener;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import chat.cluster.Person;
import io.vertx.core.Vertx;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is seen by whom, over several nodes. */
@ExtendWith(ClusterExtension.class)
class PresenceNodesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** What a watcher knows. */
  private static final class Known implements ChatListener {
    final Map<String, String> statuses = new ConcurrentHashMap<>();

    @Override
    public void on(ChatEvent event) {
      if (event instanceof ChatEvent.PresenceChanged changed) {
        statuses.putAll(changed.statuses());
      }
    }

    void await(String user, String status) throws Exception {
      Await.until(PATIENCE, () -> status.equals(statuses.get(user)), user + " is not " + status);
    }
  }

  @Test
  void whoIsOnAnotherNodeComesFallsIdleAndGoesWithIt(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Person stranger = Person.signUp(vertx, cluster.address(0), "chul");
    Team.of(anna, bora);
    Known known = new Known();
    ChatConnection annas = anna.session().connect(Start.NOW, known);
    annas.watch(List.of(bora.id(), stranger.id()));
    known.await(bora.id(), "offline");

    ChatConnection boras = bora.session().connect(Start.NOW, event -> {});
    known.await(bora.id(), "online");
    boras.setStatus("idle");
    known.await(bora.id(), "idle");

    cluster.node(1).kill();
    known.await(bora.id(), "offline");
    assertThat(known.statuses).as("strangers are not seen").doesNotContainKey(stranger.id());
    boras.close();
    annas.close();
  }

  @Test
  @Tag("long")
  void whoIsOnANodeThatFallsSilentGoesAndComesBackWithIt(Cluster cluster, Vertx vertx)
      throws Exception {
    NodeProcess silent = cluster.node(1);
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, silent.address(), "bora");
    Team.of(anna, bora);
    Known known = new Known();
    ChatConnection annas = anna.session().connect(Start.NOW, known);
    ChatConnection boras = bora.session().connect(Start.NOW, event -> {});
    annas.watch(List.of(bora.id()));
    known.await(bora.id(), "online");

    silent.pause();
    known.await(bora.id(), "offline");
    silent.resume();
    Await.until(PATIENCE, () -> !silent.isAlive(), "it has not noticed that it was silent");
    cluster.restore();
    known.await(bora.id(), "online");

    annas.close();
    boras.close();
  }

  @Test
  @Tag("long")
  void aNodeWhoseClockIsWrongTellsTheTruth(Cluster cluster, Vertx vertx) throws Exception {
    NodeProcess early = cluster.node(1);
    early.kill();
    early.environment(Map.of("CHAT_NODE_CLOCK_OFFSET_SECONDS", "3600"));
    try {
      cluster.restore();
      Person anna = Person.signUp(vertx, cluster.address(0), "anna");
      Person bora = Person.signUp(vertx, early.address(), "bora");
      Team.of(anna, bora);
      Known annas = new Known();
      Known boras = new Known();
      ChatConnection anna0 = anna.session().connect(Start.NOW, annas);
      ChatConnection bora1 = bora.session().connect(Start.NOW, boras);
      anna0.watch(List.of(bora.id()));
      bora1.watch(List.of(anna.id()));
      annas.await(bora.id(), "online");
      boras.await(anna.id(), "online");

      anna0.close();
      boras.await(anna.id(), "offline");
      early.kill();
      ChatConnection again = anna.session().connect(Start.NOW, annas);
      again.watch(List.of(bora.id()));
      annas.await(bora.id(), "offline");
      again.close();
      bora1.close();
    } finally {
      early.kill();
      early.environment(Map.of());
    }
  }

  @Test
  void whoLeavesTheTeamIsSeenNoMore(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team team = Team.of(anna, bora);
    Known annas = new Known();
    Known boras = new Known();
    ChatConnection anna0 = anna.session().connect(Start.NOW, annas);
    ChatConnection bora1 = bora.session().connect(Start.NOW, boras);
    anna0.watch(List.of(bora.id()));
    bora1.watch(List.of(anna.id()));
    annas.await(bora.id(), "online");
    boras.await(anna.id(), "online");

    String path = "/teams/" + team.id() + "/members/" + bora.id();
    assertThat(RawRest.delete(cluster.address(1), bora, path).get().status()).isEqualTo(204);

    annas.await(bora.id(), "offline");
    boras.await(anna.id(), "offline");
    anna0.close();
    bora1.close();
  }

  @Test
  void anEmptiedRedisHealsByItself(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team.of(anna, bora);
    Known known = new Known();
    ChatConnection annas = anna.session().connect(Start.NOW, known);
    ChatConnection boras = bora.session().connect(Start.NOW, event -> {});
    annas.watch(List.of(bora.id()));
    known.await(bora.id(), "online");

    flush(URI.create(cluster.backends().redisUri()));
    boras.setStatus("dnd");
    known.await(bora.id(), "dnd");

    annas.close();
    boras.close();
  }

  private static void flush(URI redis) throws Exception {
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(3);
      if (!new String(answer, StandardCharsets.US_ASCII).equals("+OK")) {
        throw new AssertionError("Redis was not emptied");
      }
    }
  }
}
