package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.EmbeddedBackends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.log.Answer;
import chat.log.ChannelReader.Changes;
import chat.log.Partitions;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** What the owner does while MongoDB is away, and that nothing of it is lost. */
@UseBackends({Backend.KAFKA, Backend.MONGO})
@DisabledIfEnvironmentVariable(named = "CHAT_TEST_MONGO_URI", matches = ".+")
class StoreAwayIT {
  private static final int OFTEN = 100;

  private final String channel = Ids.random();
  private EmbeddedBackends servers;
  private TestCell cell;

  @BeforeEach
  void start(Backends backends, EmbeddedBackends servers) throws Exception {
    this.servers = servers;
    cell = new TestCell(backends);
  }

  @AfterEach
  void stop() throws IOException {
    servers.start(Backend.MONGO);
    cell.close();
  }

  private void post(int count) {
    Future.all(
            IntStream.range(0, count)
                .mapToObj(i -> cell.post(channel, TestCell.newId(), "text"))
                .toList())
        .await();
  }

  /** Repeats it under its id, as clients do, until it is accepted. */
  private Answer.Accepted repeated(String to, String id, Future<Answer.Accepted> first)
      throws InterruptedException {
    AtomicReference<Future<Answer.Accepted>> last = new AtomicReference<>(first);
    TestCell.await(
        "it is accepted",
        () -> {
          if (last.get().failed()) {
            last.set(cell.post(to, id, "text"));
          }
          return last.get().succeeded();
        });
    return last.get().result();
  }

  private long stored(String of) {
    return cell.mongo
        .count(
            Messages.COLLECTION,
            new JsonObject()
                .put("_id", new JsonObject().put("$gte", of + ':').put("$lt", of + ';')))
        .await();
  }

  private static List<Long> seqs(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void whatWasSaidLastIsReadFromTheOwnersMemoryAndWhatIsMissingIsNamed() throws Exception {
    cell.startOwner(OFTEN);
    post(300);
    TestCell.await("all are stored", () -> stored(channel) == 300);
    servers.stop(Backend.MONGO);
    post(10);

    assertThat(cell.reader.before(channel, Long.MAX_VALUE, 100).await())
        .extracting(Message::seq)
        .isEqualTo(seqs(211, 310));
    assertThat(cell.reader.after(channel, 200, 20).await())
        .extracting(Message::seq)
        .isEqualTo(seqs(201, 220));
    Changes changes = cell.reader.changes(channel, 290, 100).await();
    assertThat(changes.items()).extracting(Message::rev).isEqualTo(seqs(291, 310));
    assertThat(changes.rev()).isEqualTo(310);
    assertThatThrownBy(() -> cell.reader.before(channel, 60, 50).await())
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
              assertThat(problem).hasMessageContaining("before seq 55");
            });

    servers.start(Backend.MONGO);
    TestCell.await("all are stored", () -> stored(channel) == 310);
    assertThat(cell.reader.after(channel, 0, 400).await())
        .extracting(Message::seq)
        .isEqualTo(seqs(1, 310));
  }

  @Test
  void aChannelWhoseStateCanNotBeReadHoldsNoOtherUp() throws Exception {
    Partitions partitions = new Partitions(TestCell.PARTITIONS);
    String cold = Ids.random();
    while (partitions.of(cold) != partitions.of(channel)) {
      cold = Ids.random();
    }
    String first = cell.startOwner(OFTEN);
    post(1);
    servers.stop(Backend.MONGO);
    String id = TestCell.newId();
    Future<Answer.Accepted> waits = cell.post(cold, id, "waits");

    post(20);
    assertThat(waits.isComplete()).isFalse();

    servers.start(Backend.MONGO);
    // The same however the first attempt ended: it may have been given up as outcome-unknown.
    Answer.Accepted answer = repeated(cold, id, waits);
    assertThat(answer.seq()).isEqualTo(1);
    TestCell.await("all are stored", () -> stored(channel) == 21);

    // The checkpoint has not passed what waited: a successor comes to the same.
    cell.stopOwner(first);
    cell.startOwner(OFTEN);
    assertThat(cell.post(cold, id, "waits").await()).isEqualTo(answer);
    post(1);
    assertThat(cell.reader.before(channel, Long.MAX_VALUE, 1).await())
        .extracting(Message::seq)
        .containsExactly(22L);
  }

  @Test
  void aFullBacklogIsRefusedAndAllThatWasAcknowledgedIsStoredAfterwards() throws Exception {
    cell.startOwner(TestCell.config(OFTEN, 50), 64 << 20);
    assertThat(refusedAfter("text")).isBetween(50, 101);
  }

  @Test
  void aBacklogThatFillsTheMemoryIsRefusedCountedWithTheMessages() throws Exception {
    cell.startOwner(TestCell.config(OFTEN, 100_000), 512 << 10);
    // Each takes 7 kB, of which 3 are what is told of it.
    assertThat(refusedAfter("a".repeat(2_000))).isBetween(50, 85);
  }

  /** Sends one after the other while MongoDB is away; returns how many were taken. */
  private int refusedAfter(String body) throws Exception {
    post(1);
    TestCell.await("it is stored", () -> stored(channel) == 1);
    // Nor is anything left of what was replayed of former tests.
    TestCell.await(
        "nothing waits", () -> cell.metrics.get("chat_backlog_messages").gauge().value() == 0);
    servers.stop(Backend.MONGO);

    List<String> acknowledged = new ArrayList<>();
    ProblemException refusal = null;
    while (refusal == null && acknowledged.size() < 1_000) {
      String id = TestCell.newId();
      try {
        cell.post(channel, id, body).await();
        acknowledged.add(id);
      } catch (ProblemException e) {
        refusal = e;
      }
    }
    assertThat(refusal).isNotNull();
    assertThat(refusal.type()).isEqualTo(ProblemType.OVERLOADED);
    assertThat(refusal.retryAfterSeconds()).isPositive();

    servers.start(Backend.MONGO);
    TestCell.await("all are stored", () -> stored(channel) == 1 + acknowledged.size());
    String last = TestCell.newId();
    Answer.Accepted after = repeated(channel, last, cell.post(channel, last, "text"));
    assertThat(after.seq()).isEqualTo(2 + acknowledged.size());
    assertThat(cell.reader.after(channel, 1, 200).await())
        .extracting(Message::id)
        .startsWith(acknowledged.toArray(String[]::new));
    return acknowledged.size();
  }
}
