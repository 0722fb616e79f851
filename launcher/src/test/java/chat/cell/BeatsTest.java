package chat.cell;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.MongoConfig;
import chat.store.MongoStore;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class BeatsTest {

  @Test
  void aStoreThatSaysNothingIsOneKindOfFailureThatTheWatchKnows() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MongoConfig config = new MongoConfig("mongodb://127.0.0.1:" + silent.getLocalPort(), "chat");
      Beats beats = new Beats(MongoStore.connect(vertx, config));

      assertThatThrownBy(() -> beats.read().await()).isInstanceOf(IllegalStateException.class);
    } finally {
      vertx.close().await();
    }
  }
}
