package chat.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.bus.Bus;
import chat.delivery.NodeFeeds;
import chat.log.ChannelLog;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.protocol.ServerFrame;
import chat.sockjs.SockJsMessage;
import chat.sockjs.SockJsSocket;
import chat.store.ReadPositions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client of the bridge can do, and what it cannot. */
class BridgeLinkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BURST = 1_500;

  private final AtomicInteger registrations = new AtomicInteger();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Wire wire = new Wire();
  private Vertx vertx;
  private BridgeLink link;

  @BeforeEach
  void open() {
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
            .withMetrics(options -> new CountingMetrics())
            .build();
    Bus.install(vertx);
    ChannelLog.install(vertx);
    SocketConfig config =
        new SocketConfig(10, 10, 10, 10, 10, 45, 15, 1, BURST, 1 << 20, 60, Set.of());
    Partitions partitions = new Partitions(1);
    NodeFeeds feeds =
        new NodeFeeds(
            "n", partitions, new OwnerDirectory(vertx, "n", 1), new ReadPositions(null), metrics);
    ReadLog reads = new ReadLog(vertx, partitions, null);
    SocketServices services =
        new SocketServices(
            config,
            Clock.systemUTC(),
            null,
            null,
            reads,
            null,
            null,
            feeds,
            new NodePresence(vertx, "n"),
            new Admission(config, metrics),
            null,
            metrics);
    link = new BridgeLink(new SocketLoop(vertx, services), wire, null);
    registrations.set(0);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** vert.x 3997: what was registered twice was left behind when its socket closed. */
  @Test
  void nothingIsRegisteredHoweverOftenAClientAsks() {
    for (int i = 0; i < 500; i++) {
      link.message("{\"type\":\"register\",\"address\":\"chat.session\",\"headers\":{}}");
      link.message("{\"type\":\"register\",\"address\":\"news." + i + "\",\"headers\":{}}");
    }
    link.closed();
    link.closed();

    assertThat(registrations).hasValue(0);
    vertx.eventBus().consumer("somebody.else", message -> {}).completion().await();
    assertThat(registrations).as("what counts them").hasValue(1);
    assertThat(metrics.get("chat_connections").gauge().value()).isZero();
  }

  @Test
  void otherAddressesAreDenied() {
    for (String type : List.of("send", "publish", "register", "unregister")) {
      link.message("{\"type\":\"" + type + "\",\"address\":\"chat.memberships\",\"body\":{}}");

      JsonNode refusal = wire.last();
      assertThat(refusal.get("type").asText()).isEqualTo("err");
      assertThat(refusal.get("failureType").asText()).isEqualTo("access_denied");
      assertThat(refusal.get("address").asText()).isEqualTo("chat.memberships");
    }
  }

  @Test
  void aRefusalGoesToTheReplyHandlerIfThereIsOne() {
    link.message("{\"type\":\"send\",\"address\":\"x\",\"replyAddress\":\"r\",\"body\":{}}");

    assertThat(wire.last().get("address").asText()).isEqualTo("r");
  }

  @Test
  void framesComeOnlyWhileTheClientListens() {
    link.send(Outgoing.of(new ServerFrame.Pong()));
    assertThat(wire.sent).isEmpty();
    assertThat(link.isFull()).isTrue();

    link.message("{\"type\":\"register\",\"address\":\"chat.session\"}");
    link.send(Outgoing.of(new ServerFrame.Pong()));

    assertThat(link.isFull()).isFalse();
    assertThat(wire.last().toString())
        .isEqualTo("{\"type\":\"rec\",\"address\":\"chat.session\",\"body\":{\"t\":\"pong\"}}");
  }

  @Test
  void theRateCountsWhateverAClientSends() {
    for (String spam :
        List.of("{\"type\":\"ping\"}", "{", "{\"type\":\"register\",\"address\":\"x\"}")) {
      open();
      for (int i = 0; i <= BURST && wire.closedWith == 0; i++) {
        link.message(spam);
      }
      assertThat(wire.closedWith).as(spam).isEqualTo(CloseCode.TOO_FAST.code());
      wire.closedWith = 0;
      vertx.close().await();
    }
    open();
  }

  @Test
  void anEventIsEncodedOnceForAllClients() {
    try (Outgoing event = Outgoing.shared("{\"t\":\"event\"}".getBytes(UTF_8))) {
      assertThat(event.bridgeMessage()).isSameAs(event.bridgeMessage());
      assertThat(event.sockJsMessage()).isSameAs(event.sockJsMessage());
    }
  }

  /** A socket that keeps what it is told. */
  private static final class Wire implements SockJsSocket {
    final List<byte[]> sent = new ArrayList<>();
    int closedWith;

    JsonNode last() {
      try {
        return JSON.readTree(JSON.readValue(sent.getLast(), String.class));
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void send(SockJsMessage message) {
      sent.add(message.quoted());
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void accept(int bytes) {}

    @Override
    public void close(int code, String reason) {
      closedWith = code;
    }
  }

  private final class CountingMetrics implements VertxMetrics {
    @Override
    public EventBusMetrics<?> createEventBusMetrics() {
      return new EventBusMetrics<Object>() {
        @Override
        public Object handlerRegistered(String address) {
          registrations.incrementAndGet();
          return address;
        }
      };
    }
  }
}
