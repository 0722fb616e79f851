package chat.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.cell.Beats.Beat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JoinGateTest {
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final int TIMEOUT_MILLIS = 300;

  private final List<Map<UUID, Beat>> looks = new ArrayList<>();
  private final Set<String> cutOff = new HashSet<>();
  private int looked;
  private final JoinGate gate =
      new JoinGate(this::look, address -> !cutOff.contains(address), Duration.ZERO);

  private Map<UUID, Beat> look() {
    Map<UUID, Beat> now = looks.get(looked++);
    if (now == null) {
      throw new IllegalStateException("MongoDB does not tell");
    }
    return new HashMap<>(now);
  }

  private static Beat beat(long count, String address) {
    return new Beat(count, address, Set.of());
  }

  @Test
  void whoReachesAllMayPass() {
    looks.add(Map.of(A, beat(1, "a:1"), B, beat(1, "b:1")));
    gate.requireWay();
    assertThat(looked).as("nothing else has to be found out").isEqualTo(1);
  }

  @Test
  void nobodyPassesWhileANodeLivesThatDoesNotAnswer() {
    cutOff.add("b:1");
    looks.add(Map.of(A, beat(1, "a:1"), B, beat(1, "b:1")));
    looks.add(Map.of(A, beat(2, "a:1"), B, beat(2, "b:1")));
    assertThatThrownBy(gate::requireWay)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the nodes at b:1 are alive and can't be reached");
  }

  @Test
  void theDeadKeepNobodyOut() {
    cutOff.addAll(Set.of("a:1", "b:1"));
    looks.add(Map.of(A, beat(1, "a:1"), B, beat(1, "b:1")));
    looks.add(Map.of(A, beat(1, "a:1")));
    assertThatCode(gate::requireWay).doesNotThrowAnyException();
  }

  @Test
  void withoutTheStoreEverybodyPasses() {
    cutOff.add("a:1");
    looks.add(null);
    assertThatCode(gate::requireWay).doesNotThrowAnyException();
    looks.add(Map.of(A, beat(1, "a:1")));
    looks.add(null);
    assertThatCode(gate::requireWay).doesNotThrowAnyException();
  }

  @Test
  void anAddressAnswersIfSomebodyOrNobodyListensThere() throws Exception {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    String address = "127.0.0.1:" + server.getLocalPort();
    assertThat(JoinGate.answers(address, TIMEOUT_MILLIS)).isTrue();
    server.close();
    assertThat(JoinGate.answers(address, TIMEOUT_MILLIS)).isTrue();
  }

  /** As if the network were cut: a queue that is full leaves whoever knocks without an answer. */
  @Test
  void anAddressThatSaysNothingDoesNotAnswer() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      List<Socket> waiting = new ArrayList<>();
      try {
        boolean answered = true;
        for (int i = 0; i < 10 && answered; i++) {
          Socket socket = new Socket();
          waiting.add(socket);
          answered = connects(socket, server);
        }
        assertThat(JoinGate.answers(address, TIMEOUT_MILLIS)).isFalse();
      } finally {
        for (Socket socket : waiting) {
          socket.close();
        }
      }
    }
  }

  private static boolean connects(Socket socket, ServerSocket server) {
    try {
      socket.connect(server.getLocalSocketAddress(), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
