package chat.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.websocket.Owner.Event;
import chat.websocket.SocketServer.Accepted;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that vanish, do not read, or say anything, on real sockets; time is the test's own. */
class SocketTest {
  private static final WebSocketLimits LIMITS =
      new WebSocketLimits(
          64 << 10,
          64 << 10,
          Duration.ofSeconds(40),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMillis(5));
  private static final int SEND_BUFFER = 16 << 10;
  private static final byte[] KIBI = "x".repeat(1024).getBytes(UTF_8);

  private final SocketServer server = new SocketServer(LIMITS, false, SEND_BUFFER);

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.used()).as("bytes of buffers that were not released").isZero();
  }

  @Test
  void aHalfOpenPeerIsPingedAndThenDropped() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      server.pass(Duration.ofSeconds(81));
      assertThat(client.receive().opcode()).isEqualTo(Opcode.PING);
      server.pass(Duration.ofSeconds(14));
      assertThat(accepted.owner().events).isEmpty();
      server.pass(Duration.ofSeconds(2));
      assertThat(accepted.owner().next()).isEqualTo(new Event.Closed(StatusCode.ABNORMAL));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aPeerThatAnswersPingsStays() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      server.pass(Duration.ofSeconds(81));
      for (int i = 0; i < 10; i++) {
        assertThat(client.receive().opcode()).isEqualTo(Opcode.PING);
        client.send(ClientFrame.of(Opcode.PONG, Payload.NONE).encoded());
        client.send(ClientFrame.text("read by now").encoded());
        assertThat(accepted.owner().next()).isInstanceOf(Event.Text.class);
        server.pass(Duration.ofSeconds(56));
      }
      assertThat(accepted.channel().isOpen()).isTrue();
    }
  }

  @Test
  void aPeerThatDoesNotReadIsAskedToGoAndThenDropped() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      fill(accepted);
      server.pass(Duration.ofSeconds(29));
      assertThat(accepted.owner().events).isEmpty();
      server.pass(Duration.ofSeconds(2));
      assertThat(accepted.owner().next()).isEqualTo(new Event.Stalled());
      server.pass(Duration.ofSeconds(6));
      assertThat(accepted.owner().next()).isEqualTo(new Event.Closed(StatusCode.POLICY_VIOLATION));
    }
  }

  @Test
  void aPeerThatReadsAgainGetsAllAndIsHeardAgain() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      int sent = fill(accepted);
      // Nothing is taken from whoever takes nothing.
      client.send(ClientFrame.text("not heard yet").encoded());
      assertThat(accepted.channel().config().isAutoRead()).isFalse();
      assertThat(accepted.owner().events).isEmpty();
      for (int i = 0; i < sent; i++) {
        assertThat(client.receive().payload()).isEqualTo(KIBI);
      }
      assertThat(accepted.owner().next()).isEqualTo(new Event.Drained());
      assertThat(accepted.owner().next())
          .isEqualTo(new Event.Text("not heard yet".getBytes(UTF_8)));
      assertThat(server.on(accepted.connection()::isFull)).isFalse();
      server.pass(Duration.ofSeconds(31));
      assertThat(accepted.channel().isOpen()).isTrue();
    }
  }

  @Test
  void aBurstToAPeerThatReadsDoesNotMakeItFull() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      server.on(
          () -> {
            // More than the high-water mark, less than the sockets' buffers hold.
            for (int i = 0; i < 8; i++) {
              accepted.connection().sendText("y".repeat(10_000).getBytes(UTF_8));
            }
            return null;
          });
      for (int i = 0; i < 8; i++) {
        assertThat(client.receive().payload()).hasSize(10_000);
      }
      assertThat(accepted.channel().config().isAutoRead()).isTrue();
    }
  }

  @Test
  void framesOfOneTurnShareAFlush() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      AtomicInteger flushes = new AtomicInteger();
      accepted
          .channel()
          .pipeline()
          .addFirst(
              new ChannelOutboundHandlerAdapter() {
                @Override
                public void flush(ChannelHandlerContext context) {
                  flushes.incrementAndGet();
                  context.flush();
                }
              });
      server.on(
          () -> {
            for (int i = 0; i < 10; i++) {
              accepted.connection().sendText(KIBI);
            }
            return null;
          });
      for (int i = 0; i < 10; i++) {
        assertThat(client.receive().payload()).isEqualTo(KIBI);
      }
      assertThat(flushes).hasValue(1);
    }
  }

  @Test
  void afterAFailureThePeerStillReadsWhy() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      // A reset would lose the close frame if the server dropped what it did not read.
      client.send(ClientFrame.of(3, Payload.NONE).encoded());
      client.send(ClientFrame.of(Opcode.TEXT, Payload.of('x', 100_000)).encoded());
      assertThat(client.receive().code()).isEqualTo(StatusCode.PROTOCOL_ERROR);
      assertThat(client.isEnded()).isTrue();
      client.close();
      assertThat(accepted.owner().next()).isEqualTo(new Event.Closed(StatusCode.PROTOCOL_ERROR));
    }
  }

  @Test
  void aPeerThatFailedAndStaysIsDropped() throws Exception {
    try (SocketClient client = new SocketClient(server.port())) {
      Accepted accepted = server.next();
      client.send(ClientFrame.of(3, Payload.NONE).encoded());
      assertThat(client.receive().code()).isEqualTo(StatusCode.PROTOCOL_ERROR);
      server.pass(Duration.ofSeconds(6));
      assertThat(accepted.owner().next()).isEqualTo(new Event.Closed(StatusCode.PROTOCOL_ERROR));
    }
  }

  @Test
  void aPeerThatVanishesIsHeardOf() throws Exception {
    SocketClient client = new SocketClient(server.port());
    Accepted accepted = server.next();
    client.send(ClientFrame.of(Opcode.TEXT, Payload.of('x', 9_000)).cut(5_000).encoded());
    client.close();
    assertThat(accepted.owner().next()).isEqualTo(new Event.Closed(StatusCode.ABNORMAL));
  }

  @Test
  void manyRandomPeersLeaveNothingBehind() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      try (SocketClient client = new SocketClient(server.port())) {
        byte[] bytes =
            ClientFrame.of(random.nextInt(16), Payload.of('z', random.nextInt(70_000))).encoded();
        for (int flips = random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(Math.min(20, bytes.length))] = (byte) random.nextInt();
        }
        client.send(
            ClientFrame.part(Opcode.TEXT, Payload.of('z', 3_000), random.nextBoolean()).encoded());
        client.send(bytes);
      } catch (IOException reset) {
        // the server had enough
      }
      Accepted accepted = server.next();
      Event last = accepted.owner().next();
      while (!(last instanceof Event.Closed)) {
        last = accepted.owner().next();
      }
      assertThat(accepted.owner().closed).as("seed %d", seed).hasValue(1);
      assertThat(accepted.owner().brokenRule).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void aStartedLoopKeepsTimeByItself() throws Exception {
    WebSocketLimits quick =
        new WebSocketLimits(
            1_000,
            64 << 10,
            Duration.ofMillis(40),
            Duration.ofMillis(40),
            Duration.ofMillis(40),
            Duration.ofMillis(40),
            Duration.ZERO);
    try (SocketServer started = new SocketServer(quick, false, SEND_BUFFER)) {
      started.loop.start();
      try (SocketClient client = new SocketClient(started.port())) {
        Accepted accepted = started.next();
        assertThat(client.receive().opcode()).isEqualTo(Opcode.PING);
        assertThat(accepted.owner().next()).isEqualTo(new Event.Closed(StatusCode.ABNORMAL));
      }
      started.loop.stop();
    }
  }

  /** Sends until the connection is full, for good. How many messages that took. */
  private int fill(Accepted accepted) {
    return server.on(
        () -> {
          int sent = 0;
          while (!accepted.connection().isFull()) {
            accepted.connection().sendText(KIBI);
            sent++;
          }
          return sent;
        });
  }
}
