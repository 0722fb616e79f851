package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.embedded.Backend;
import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may sign in, and what they are told while a back end is away. */
@ExtendWith(ClusterExtension.class)
class SignInIT {
  /** As configured by default. */
  private static final int MOST = 100;

  @AfterEach
  void startAgain(Cluster cluster) throws Exception {
    cluster.backends().ensureStarted(Set.of(Backend.MONGO));
  }

  @Test
  void aUserHasSoManyConnectionsToANodeAndGetsThemBack(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Deque<RawSocket> open = new ArrayDeque<>();
    try {
      for (int i = 0; i < MOST; i++) {
        open.add(RawSocket.open(vertx, cluster.address(0), anna));
      }
      try (RawSocket tooMany = connect(vertx, cluster)) {
        tooMany.send(auth(anna));
        ServerFrame.Nack nack = tooMany.next(ServerFrame.Nack.class);
        assertThat(nack.type()).isEqualTo("rate-limited");
        assertThat(nack.retryAfter()).isPositive();
        assertThat(tooMany.closeCode()).isEqualTo(4430);
      }
      open.getLast().send(new ClientFrame.Ping());
      open.getLast().next(ServerFrame.Pong.class);
      open.add(RawSocket.open(vertx, cluster.address(1), anna));

      open.removeFirst().close();
      Await.until(
          Duration.ofSeconds(20),
          () -> {
            open.add(connect(vertx, cluster));
            open.getLast().send(auth(anna));
            return isReady(open.getLast());
          },
          "the place of a connection that has ended is not given to the next");
    } finally {
      open.forEach(RawSocket::close);
    }
  }

  private static ClientFrame.Auth auth(Person person) {
    return new ClientFrame.Auth(person.session().credentials().accessToken());
  }

  private static RawSocket connect(Vertx vertx, Cluster cluster) throws IOException {
    try {
      return RawSocket.connect(vertx, cluster.address(0));
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static boolean isReady(RawSocket socket) throws IOException {
    try {
      return socket.isReady();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void withoutMongoDbPeopleSignInAndAreToldLaterHowFarTheyHaveRead(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    for (int i = 0; i < 3; i++) {
      await(anna.session().send(team.general(), Ids.now(), "text " + i));
    }
    Person phone = anna.also(vertx, cluster.address(0));
    Await.until(
        Duration.ofSeconds(20),
        () -> {
          try (RawSocket before = connect(vertx, cluster)) {
            before.send(auth(phone));
            return isReady(before) && before.ready().channels().getFirst().read() == 3;
          }
        },
        "who has written has not read");
    cluster.backends().stop(Backend.MONGO);

    try (RawSocket socket = RawSocket.open(vertx, cluster.address(0), phone)) {
      ChannelHead head = socket.ready().channels().getFirst();
      assertThat(head.id()).isEqualTo(team.general());
      assertThat(head.n()).isEqualTo(3);
      assertThat(head.read()).as("not known now").isNull();
      socket.send(
          new ClientFrame.Send(
              "r", team.general(), Ids.now().toString(), "without it", "none", List.of()));
      assertThat(socket.next(ServerFrame.Ack.class).n()).isEqualTo(4);

      cluster.backends().start(Backend.MONGO);
      ServerFrame.ReadPosition read = socket.next(ServerFrame.ReadPosition.class);
      assertThat(read.channel()).isEqualTo(team.general());
      assertThat(read.n()).isBetween(3L, 4L);
    }
  }
}
