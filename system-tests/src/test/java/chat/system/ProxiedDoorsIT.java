package chat.system;

import static chat.cluster.Person.await;
import static chat.system.DoorsIT.assertHeard;
import static chat.system.DoorsIT.message;
import static chat.system.DoorsIT.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import chat.cluster.Person;
import chat.embedded.nginx.Nginx;
import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import chat.system.DoorsIT.Door;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Doors without WebSockets behind nginx, configured as operators are told, before both nodes. */
@ExtendWith(ClusterExtension.class)
class ProxiedDoorsIT {
  private static final int CONVERSATIONS = 6;

  /** Of so many, one at least is on either node, but once in half a billion runs. */
  private static final int ENOUGH = 30;

  @TempDir Path folder;

  /** So that it can be counted where a conversation is. */
  @BeforeEach
  void nobodyIsConnected(Cluster cluster) throws Exception {
    untilNobodyIsConnected(cluster);
  }

  @ParameterizedTest
  @EnumSource(
      value = Door.class,
      names = {"SOCKJS_XHR_POLLING", "EVENTBUS_XHR_POLLING"})
  void aPollingClientStaysOnItsNode(Door door, Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(0), "bora");
    Person carl = Person.signUp(vertx, cluster.address(1), "carl");
    Team team = Team.of(anna, bora, carl);
    Set<String> used = new HashSet<>();
    try (Nginx nginx = startNginx(cluster)) {
      for (int i = 0; i < CONVERSATIONS || (used.size() < 2 && i < ENOUGH); i++) {
        try (DoorClient client = door.open(nginx.address())) {
          signIn(client, anna);
          client.send(message("r" + i, team, "안녕 " + i));
          assertHeard(client, "r" + i, "안녕 " + i);
          // One of them is on the other node, whichever that is.
          for (Person other : List.of(bora, carl)) {
            String body = other.handle() + " to " + i;
            await(other.session().send(team.general(), Ids.now(), body));
            assertThat(client.next(ServerFrame.Event.class).message().body()).isEqualTo(body);
          }
          List<String> holding = nodesWithConnections(cluster);
          assertThat(holding).as("nodes that have the conversation").hasSize(1);
          used.addAll(holding);
        }
        untilNobodyIsConnected(cluster);
      }
    }
    assertThat(used).as("nodes that had one").hasSize(2);
  }

  @Test
  void conversationsBeginOnTheOtherNodeWhileOneIsAway(Cluster cluster) throws Exception {
    try (Nginx nginx = startNginx(cluster)) {
      cluster.node(1).kill();

      for (int i = 0; i < CONVERSATIONS; i++) {
        try (DoorClient client = Door.SOCKJS_XHR_POLLING.open(nginx.address())) {
          client.send(new ClientFrame.Ping());
          assertThat(client.next(ServerFrame.Nack.class).type()).isEqualTo("unauthorized");
        }
      }
    }
  }

  private Nginx startNginx(Cluster cluster) throws IOException {
    List<URI> nodes = cluster.nodes().stream().map(NodeProcess::address).toList();
    return Nginx.start(folder, Path.of("../deploy/nginx"), nodes);
  }

  private static List<String> nodesWithConnections(Cluster cluster) throws IOException {
    List<String> names = new ArrayList<>();
    for (NodeProcess node : cluster.nodes()) {
      if (node.metrics().sum("chat_connections") > 0) {
        names.add(node.name());
      }
    }
    return names;
  }

  private static void untilNobodyIsConnected(Cluster cluster) throws IOException {
    Await.until(
        Duration.ofSeconds(20),
        () -> nodesWithConnections(cluster).isEmpty(),
        "connections were left behind");
  }
}
