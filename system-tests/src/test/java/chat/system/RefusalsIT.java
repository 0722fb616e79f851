package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.Sent;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.id.OperationId;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ClientFrame;
import chat.protocol.Limits;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sizes and ids: what passes, what is refused, and that a refusal leaves nothing behind. */
@ExtendWith(ClusterExtension.class)
class RefusalsIT {
  private static final String LARGEST = "가".repeat(Limits.BODY_CODE_UNITS);

  @Test
  void theLargestBodyPassesBySocketAndRestAndOneMoreIsRefusedWithoutATrace(
      Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (RawSocket socket = RawSocket.open(vertx, cluster.address(0), anna)) {
      socket.send(send("r1", team, Ids.now(), LARGEST));
      assertThat(socket.next(ServerFrame.Ack.class).ref()).isEqualTo("r1");
      assertThat(socket.next(ServerFrame.Event.class).message().body()).isEqualTo(LARGEST);
      await(anna.session().send(team.general(), Ids.now(), LARGEST));

      socket.send(send("r2", team, Ids.now(), LARGEST + "x"));
      ServerFrame.Nack nack = socket.next(ServerFrame.Nack.class);
      assertThat(nack.ref()).isEqualTo("r2");
      assertThat(nack.type()).isEqualTo("too-large");
      assertThat(nack.status()).isEqualTo(413);
      assertRefused(
          ProblemType.TOO_LARGE,
          () -> await(anna.session().send(team.general(), Ids.now(), LARGEST + "x")));

      Sent next = await(anna.session().send(team.general(), Ids.now(), "after"));
      assertThat(next.n()).as("the refused ones took no place").isEqualTo(3);
    }
    List<Message> history = Team.history(anna, team.general());
    assertThat(history).extracting(Message::body).containsExactly(LARGEST, LARGEST, "after");
  }

  @Test
  void everyCodeUnitEscapedInJsonStillFitsIntoAFrame(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    String quotes = "\"".repeat(Limits.BODY_CODE_UNITS);

    await(anna.session().send(team.general(), Ids.now(), quotes));

    assertThat(await(anna.session().history(team.general(), 1)).getFirst().body())
        .isEqualTo(quotes);
  }

  @Test
  void anIdOlderThanTenMinutesIsStaleUnlessItIsKnown(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);

    assertRefused(
        ProblemType.STALE_ID,
        () -> await(anna.session().send(team.general(), Ids.ago(Duration.ofMinutes(11)), "old")));
    await(anna.session().send(team.general(), Ids.ago(Duration.ofMinutes(9)), "young enough"));

    assertThat(Team.history(anna, team.general()))
        .extracting(Message::body)
        .containsExactly("young enough");
  }

  @Test
  void anIdFromTheFutureIsRefused(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);

    assertThatThrownBy(
            () ->
                await(
                    anna.session().send(team.general(), Ids.ago(Duration.ofMinutes(-6)), "early")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type().status()).isBetween(400, 499));
    assertThat(Team.history(anna, team.general())).isEmpty();
  }

  @Test
  void anIdThatIsNoUuidOfVersion7IsRefused(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    try (RawSocket socket = RawSocket.open(vertx, cluster.address(0), anna)) {
      for (String id :
          List.of(
              "",
              "1",
              "123e4567-e89b-42d3-a456-426614174000",
              Ids.now().toString().toUpperCase(java.util.Locale.ROOT))) {
        socket.send(new ClientFrame.Send("ref-" + id, team.general(), id, "x", "none", List.of()));
        ServerFrame.Nack nack = socket.next(ServerFrame.Nack.class);
        assertThat(nack.ref()).isEqualTo("ref-" + id);
        assertThat(nack.type()).isEqualTo("bad-request");
      }
    }
    assertThat(Team.history(anna, team.general())).isEmpty();
  }

  @Test
  void anotherPersonsChannelIsNotFound(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person stranger = Person.signUp(vertx, cluster.address(1), "stranger");
    Team team = Team.of(anna);

    assertRefused(
        ProblemType.NOT_FOUND,
        () -> await(stranger.session().send(team.general(), Ids.now(), "hello?")));
    assertRefused(
        ProblemType.NOT_FOUND, () -> await(stranger.session().history(team.general(), 10)));
  }

  private static ClientFrame.Send send(String ref, Team team, OperationId id, String body) {
    return new ClientFrame.Send(ref, team.general(), id.toString(), body, "none", List.of());
  }

  private static void assertRefused(
      ProblemType type, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(type));
  }
}
