package chat.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushesTest {
  private static final byte[] TEXT = "text".getBytes(UTF_8);

  private final EmbeddedPeer peer = new EmbeddedPeer(EmbeddedPeer.LIMITS, new Owner(false));
  private final List<Long> flushes = new ArrayList<>();
  private long flushTakesMillis;
  private long nowMillis;

  FlushesTest() {
    peer.channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext context) {
                flushes.add(nowMillis);
                context.flush();
                advance(flushTakesMillis);
              }
            });
  }

  @AfterEach
  void nothingIsLeft() {
    peer.received();
    peer.finish();
  }

  @Test
  void anIdleLoopFlushesInTheSameTurn() {
    for (int i = 0; i < 10; i++) {
      advance(1_000);
      peer.connection.sendText(TEXT);
      peer.channel.runPendingTasks();
    }
    assertThat(flushes).hasSize(10);
    assertThat(peer.received()).hasSize(10);
  }

  @Test
  void afterABusyPassTheNextWaitsAsLongAsItTook() {
    flushTakesMillis = 3;
    peer.connection.sendText(TEXT);
    peer.channel.runPendingTasks();
    sendTen();
    peer.channel.runPendingTasks();
    assertThat(flushes).containsExactly(0L);
    advance(2);
    assertThat(flushes).hasSize(1);
    advance(1);
    assertThat(flushes).containsExactly(0L, 6L);
  }

  @Test
  void noFrameWaitsLongerThanTheLimit() {
    flushTakesMillis = 100;
    peer.connection.sendText(TEXT);
    peer.channel.runPendingTasks();
    sendTen();
    flushTakesMillis = 0;
    advance(4);
    assertThat(flushes).hasSize(1);
    advance(1);
    assertThat(flushes).containsExactly(0L, 105L);
  }

  private void sendTen() {
    for (int i = 0; i < 10; i++) {
      peer.connection.sendText(TEXT);
    }
  }

  private void advance(long millis) {
    nowMillis += millis;
    peer.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    peer.channel.runScheduledPendingTasks();
  }
}
