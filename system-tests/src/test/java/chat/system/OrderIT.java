package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.id.OperationId;
import chat.system.Received.Line;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One order for everybody, each message once, whatever the connections do. */
@ExtendWith(ClusterExtension.class)
class OrderIT {
  private static final int PEOPLE = 10;
  private static final int CLIENTS = 50;
  private static final int MESSAGES = 200;
  private static final int AT_A_TIME = 10;

  @Test
  void everyClientGetsTheSameMessagesInTheSameOrderOnce(Cluster cluster, Vertx vertx)
      throws Exception {
    long seed = System.nanoTime();
    System.out.println("OrderIT seed " + seed);
    Person[] people = new Person[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
      people[i] = Person.signUp(vertx, cluster.address(i % 2), "writer");
    }
    Team team = Team.of(people[0], java.util.Arrays.copyOfRange(people, 1, PEOPLE));
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      writers.add(new Writer(people[i % PEOPLE], team.general(), new Random(seed + i)));
    }
    try {
      for (Writer writer : writers) {
        writer.begin();
      }
      for (Writer writer : writers) {
        await(writer.done());
      }
      for (Writer writer : writers) {
        writer.received.await(CLIENTS * MESSAGES);
      }
    } finally {
      writers.forEach(writer -> writer.connection.close());
    }

    List<Line> first = writers.getFirst().received.lines();
    assertThat(first).hasSize(CLIENTS * MESSAGES);
    assertThat(first.stream().map(Line::n))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, CLIENTS * MESSAGES).boxed().toList());
    assertThat(first.stream().map(Line::id)).doesNotHaveDuplicates();
    assertThat(writers).allSatisfy(writer -> assertThat(writer.received.lines()).isEqualTo(first));
    assertThat(writers.stream().flatMap(writer -> writer.sent.stream()).map(Sent::id).toList())
        .as("what was acknowledged is what is there")
        .hasSize(CLIENTS * MESSAGES)
        .containsExactlyInAnyOrderElementsOf(first.stream().map(Line::id).toList());
    assertThat(writers.stream().flatMap(writer -> writer.wrongRepeats.stream())).isEmpty();
    assertThat(writers.stream().mapToInt(writer -> writer.received.connects()).sum())
        .as("sockets were cut")
        .isGreaterThan(2 * CLIENTS);
    assertThat(writers.stream().mapToInt(writer -> writer.repeated.get()).sum())
        .as("messages were sent twice")
        .isGreaterThan(CLIENTS);
    assertThat(Team.history(people[1], team.general()).stream().map(Line::of).toList())
        .isEqualTo(first);
  }

  /** A client that writes, cuts its socket now and then, and repeats some of what it sent. */
  private static final class Writer {
    final Received received;
    final ChatConnection connection;
    final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    final Queue<String> wrongRepeats = new ConcurrentLinkedQueue<>();
    final AtomicInteger repeated = new AtomicInteger();
    private final Person person;
    private final String channel;
    private final Random random;
    private final List<Future<Void>> lanes = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    Writer(Person person, String channel, Random random) {
      this.person = person;
      this.channel = channel;
      this.random = random;
      this.received = new Received(channel);
      this.connection = person.session().connect(Start.BEGINNING, received);
    }

    void begin() {
      for (int lane = 0; lane < AT_A_TIME; lane++) {
        lanes.add(sendNext());
      }
    }

    Future<Void> done() {
      return Future.all(lanes).mapEmpty();
    }

    private Future<Void> sendNext() {
      int number = next.getAndIncrement();
      if (number >= MESSAGES) {
        return Future.succeededFuture();
      }
      String body = person.handle() + " " + number;
      Future<Sent> sending = connection.send(channel, body);
      if (random.nextInt(60) == 0) {
        connection.reconnect();
      }
      return sending
          .compose(
              answer -> {
                sent.add(answer);
                return random.nextInt(25) == 0 ? repeat(answer, body) : Future.succeededFuture();
              })
          .compose(done -> sendNext());
    }

    private Future<Void> repeat(Sent answer, String body) {
      repeated.incrementAndGet();
      return person
          .session()
          .send(channel, OperationId.parse(answer.id()), body)
          .map(
              again -> {
                if (again.seq() != answer.seq() || again.n() != answer.n()) {
                  wrongRepeats.add(answer + " then " + again);
                }
                return null;
              });
    }
  }
}
