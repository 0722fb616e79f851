package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.PresenceMessages.Changed;
import chat.bus.PresenceMessages.UserPresence;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.socket.Session.Status;
import io.vertx.core.Vertx;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodePresenceTest {
  private final Vertx vertx = Vertx.vertx();
  private final LinkedBlockingQueue<UserPresence> told = new LinkedBlockingQueue<>();
  private final String anna = Ids.random();
  private NodePresence presence;

  @BeforeEach
  void start() {
    Bus.install(vertx);
    vertx
        .eventBus()
        .<Changed>localConsumer(
            Addresses.presence("node"), message -> told.addAll(message.body().users()));
    presence = new NodePresence(vertx, "node");
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private String next() throws InterruptedException {
    UserPresence news = told.poll(10, TimeUnit.SECONDS);
    assertThat(news).isNotNull();
    assertThat(news.user()).isEqualTo(anna);
    return news.status();
  }

  @Test
  void theLoopsTogetherSayWhatAUserIs() throws Exception {
    presence.join(anna, 10);
    presence.changed(anna, null, Status.IDLE);
    assertThat(next()).isEqualTo("idle");
    presence.join(anna, 10);
    presence.changed(anna, null, Status.ONLINE);
    assertThat(next()).as("one device in use is enough").isEqualTo("online");
    presence.changed(anna, Status.IDLE, Status.DND);
    assertThat(next()).as("do not disturb holds for all").isEqualTo("dnd");
    presence.left(anna, Status.DND, null);
    assertThat(next()).isEqualTo("online");
    presence.left(anna, Status.ONLINE, null);
    assertThat(next()).isEqualTo("offline");
  }

  @Test
  void aUserHasSoManyConnectionsAndGetsThemBack() {
    presence.join(anna, 2);
    presence.join(anna, 2);
    assertThatThrownBy(() -> presence.join(anna, 2))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.RATE_LIMITED));
    presence.join(Ids.random(), 2);

    presence.left(anna, Status.ONLINE, Status.ONLINE);
    presence.join(anna, 2);
  }
}
