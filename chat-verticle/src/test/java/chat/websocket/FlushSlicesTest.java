package chat.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fan-out to many connections on an event loop that counts how often it looks at its sockets. */
class FlushSlicesTest {
  private static final int SLICES = 5;
  private static final int CONNECTIONS_A_SLICE = 8;
  private static final int CONNECTIONS = SLICES * CONNECTIONS_A_SLICE;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, executor -> new Counting(LocalIoHandler.newFactory().newHandler(executor)));
  private final Set<Integer> roundsWithFlushes = new HashSet<>();
  private final CountDownLatch flushed = new CountDownLatch(CONNECTIONS);
  private int rounds;

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void theLoopLooksAtItsSocketsBetweenTheSlicesOfALongFlush() throws Exception {
    EventLoop eventLoop = group.next();
    WebSocketLoop loop = new WebSocketLoop(eventLoop, EmbeddedPeer.LIMITS);
    List<EmbeddedChannel> channels = new ArrayList<>();
    List<WebSocketConnection> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(new EmbeddedChannel(new SlowFlush()));
      connections.add(WebSocketConnection.attach(channels.get(i), loop, new Owner(false)));
    }
    byte[] text = "to all".getBytes(UTF_8);
    eventLoop.execute(() -> connections.forEach(connection -> connection.sendText(text)));
    assertThat(flushed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(roundsWithFlushes).hasSize(SLICES);
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  /** Takes so long that a slice is over when the clock is looked at for the first time. */
  private final class SlowFlush extends ChannelOutboundHandlerAdapter {
    @Override
    public void flush(ChannelHandlerContext context) {
      context.flush();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      if (flushed.getCount() > 0) {
        roundsWithFlushes.add(rounds);
        flushed.countDown();
      }
    }
  }

  private final class Counting implements IoHandler {
    private final IoHandler io;

    Counting(IoHandler io) {
      this.io = io;
    }

    @Override
    public int run(IoHandlerContext context) {
      rounds++;
      return io.run(context);
    }

    @Override
    public void initialize() {
      io.initialize();
    }

    @Override
    public void prepareToDestroy() {
      io.prepareToDestroy();
    }

    @Override
    public void destroy() {
      io.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
      return io.register(handle);
    }

    @Override
    public void wakeup() {
      io.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
      return io.isCompatible(type);
    }
  }
}
