package chat.bench;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.bench.crowd.CrowdProcess;
import chat.bench.crowd.Sample;
import chat.bench.seed.Town;
import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Person;
import chat.id.OperationId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The lean client and the SDK in one conversation: what one of them says, both hear. */
class CrowdIT {
  private static final int PEOPLE = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void theLeanClientHearsAndSaysWhatTheRealOneDoes() throws Exception {
    System.setProperty("bench.root", "..");
    Vertx vertx = Vertx.vertx();
    try (Cell cell =
        Cell.start("crowd-it", Cell.options(1, List.of("-Xmx384m")), Town.of(PEOPLE, 3))) {
      CrowdProcess crowd = cell.crowds("FRAME", 200).getFirst();
      Cell.open(crowd, 0, PEOPLE, PATIENCE);
      assertThat(crowd.counts().ready()).isEqualTo(PEOPLE);
      Person guest = Person.signUp(vertx, cell.node(0).address(), "guest");
      await(guest.session().joinTeam(Town.team()));
      Queue<String> heard = new ConcurrentLinkedQueue<>();
      ChatConnection connection =
          guest
              .session()
              .connect(
                  Start.NOW,
                  event -> {
                    if (event instanceof ChatEvent.MessageReceived received) {
                      heard.add(received.message().body());
                    }
                  });
      await(connection.send(Town.squareId(), "hello"));
      crowd.forget();

      crowd.send(0, Town.squareId(), 3, 200);
      var arrival = crowd.await(3, PATIENCE);
      assertThat(arrival.having()).isEqualTo(PEOPLE);
      Await.until(PATIENCE, () -> heard.size() == 4, "the SDK did not hear the crowd");
      assertThat(heard).allMatch(body -> body.equals("hello") || body.length() == 200);

      crowd.forget();
      await(connection.send(Town.squareId(), "one"));
      await(connection.send(Town.squareId(), "two"));
      assertThat(crowd.await(2, PATIENCE).having()).isEqualTo(PEOPLE);
      long known = await(guest.session().changes(Town.squareId(), 0)).rev();

      crowd.leave();
      for (int i = 0; i < 5; i++) {
        await(guest.session().send(Town.squareId(), operation(i), "missed " + i));
      }
      var stormed = crowd.storm(Town.squareId(), known, 5, 1_000, 4, PATIENCE);
      assertThat(stormed.counts().failed()).isZero();
      assertThat(stormed.result().firstWrong()).isNull();
      assertThat(stormed.result().caughtUp()).isEqualTo(PEOPLE);

      crowd.rate(200);
      Await.until(PATIENCE, () -> crowd.sample().acked() > 100, "no acks on schedule");
      crowd.rate(0);
      Await.until(PATIENCE, () -> crowd.sample().behind() == 0, "not all are answered");
      Sample sample = crowd.sample();
      assertThat(sample.refused()).isZero();
      assertThat(sample.acked()).isEqualTo(sample.sent());
      Await.until(
          PATIENCE,
          () -> crowd.sample().delivered() >= sample.sent() * 20,
          "not every member heard");
      await(connection.close());
    } finally {
      await(vertx.close());
    }
  }

  private static OperationId operation(int number) {
    return OperationId.of(System.currentTimeMillis(), 0, number);
  }
}
