package chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A connection on a channel without a socket, whose buffers are counted, and its client. */
final class EmbeddedPeer {
  static final WebSocketLimits LIMITS =
      new WebSocketLimits(
          16 << 20,
          64 << 10,
          Duration.ofSeconds(40),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMillis(5));

  final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false);
  final EmbeddedChannel channel = new EmbeddedChannel();
  final WebSocketLoop loop;
  final WebSocketConnection connection;

  EmbeddedPeer(WebSocketLimits limits, WebSocketConnection.Listener owner) {
    channel.config().setAllocator(alloc);
    // How long a flush takes would decide when the next comes.
    channel.freezeTime();
    loop = new WebSocketLoop(channel.eventLoop(), limits);
    connection = WebSocketConnection.attach(channel, loop, owner);
  }

  /** Sends bytes of the client in pieces; the server's answers wait in the channel. */
  void send(byte[] bytes, int piece) {
    int size = piece <= 0 ? Math.max(1, bytes.length) : piece;
    for (int from = 0; from < bytes.length; from += size) {
      send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
    }
  }

  void send(byte[] bytes) {
    ByteBuf buffer = alloc.buffer(bytes.length).writeBytes(bytes);
    if (channel.isOpen()) {
      channel.writeInbound(buffer);
    } else {
      buffer.release();
    }
    channel.checkException();
  }

  void send(ClientFrame frame) {
    send(frame.encoded());
  }

  /** Lets time pass for the connection's deadlines. */
  void pass(Duration time) {
    for (long ticks = time.dividedBy(loop.tick()); ticks >= 0; ticks--) {
      loop.wheel().tick();
      channel.runPendingTasks();
    }
    channel.checkException();
  }

  /** The server's frames since the last call. */
  List<ServerFrame> received() {
    channel.runPendingTasks();
    ByteBuf all = alloc.buffer();
    try {
      for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
        all.writeBytes(one);
        one.release();
      }
      return new ArrayList<>(ServerFrame.readAll(all));
    } finally {
      all.release();
    }
  }

  /** Ends the connection; fails if a buffer stays behind. */
  void finish() {
    channel.finishAndReleaseAll();
    channel.checkException();
    assertThat(alloc.metric().usedDirectMemory() + alloc.metric().usedHeapMemory())
        .as("bytes of buffers that were not released")
        .isZero();
  }
}
