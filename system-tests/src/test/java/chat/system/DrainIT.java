package chat.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.NodeProcess;
import chat.cluster.NodeProcess.Answering;
import chat.cluster.Person;
import chat.protocol.ServerFrame;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What SIGTERM begins, seen without a client that would smooth it over. */
@ExtendWith(ClusterExtension.class)
class DrainIT {
  /** The exit status of a JVM that ended in order after SIGTERM: 128 and the signal's number. */
  static final int TERMINATED = 143;

  private static final int GOING_AWAY = 1001;
  private static final Duration PROBE = Duration.ofSeconds(5);

  /** So many that they do not all get the same delay by chance. */
  private static final int SOCKETS = 24;

  private final List<RawSocket> sockets = new ArrayList<>();

  @AfterEach
  void closeSockets() {
    sockets.forEach(RawSocket::close);
  }

  @Test
  void clientsAreSentAwayOneByOneOnceTheOthersServeTheChannels(Cluster cluster, Vertx vertx)
      throws Exception {
    NodeProcess stays = cluster.node(0);
    NodeProcess leaves = cluster.node(1);
    Serving.awaitShared(cluster);
    Person anna = Person.signUp(vertx, leaves.address(), "anna");
    for (int i = 0; i < SOCKETS; i++) {
      sockets.add(RawSocket.open(vertx, leaves.address(), anna));
    }

    leaves.terminate();
    Await.until(
        Duration.ofSeconds(10),
        () -> leaves.probe(PROBE) == Answering.NOT_READY,
        "it is not taken out of the load balancer");

    List<Long> delays = new ArrayList<>();
    for (RawSocket socket : sockets) {
      delays.add(socket.next(ServerFrame.Bye.class).reconnectAfterMs());
      if (delays.size() == 1) {
        assertThat(Serving.by(stays))
            .as("served by the other node when the first client has to go")
            .isEqualTo(Cluster.PARTITIONS);
      }
    }
    for (RawSocket socket : sockets) {
      assertThat(socket.closeCode()).isEqualTo(GOING_AWAY);
    }
    assertThat(new HashSet<>(delays)).as("of %s", delays).hasSizeGreaterThan(1);
    assertThat(leaves.awaitExit(Duration.ofSeconds(30))).isEqualTo(TERMINATED);
  }
}
