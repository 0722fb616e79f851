package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.MemberChange;
import chat.protocol.Message;
import chat.store.Messages;
import chat.store.ReadPositions;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseBackends({Backend.KAFKA, Backend.MONGO})
class ChannelVerticleIT {
  private static final int NEVER = 3_600_000;

  private final String channel = Ids.random();
  private TestCell cell;

  @BeforeEach
  void start(Backends backends) throws Exception {
    cell = new TestCell(backends);
  }

  @AfterEach
  void stop() {
    cell.close();
  }

  private List<Answer.Accepted> post(List<String> ids) {
    List<Future<Answer.Accepted>> sent =
        ids.stream().map(id -> cell.post(channel, id, id)).toList();
    Future.all(sent).await();
    return sent.stream().map(Future::result).toList();
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> TestCell.newId()).toList();
  }

  private List<JsonObject> documents() {
    return cell.mongo
        .find(
            Messages.COLLECTION,
            new JsonObject()
                .put("_id", new JsonObject().put("$gte", channel + ':').put("$lt", channel + ';')))
        .await();
  }

  private JsonObject checkpoint() {
    return cell.mongo
        .findOne(
            "checkpoints",
            new JsonObject().put("_id", new Partitions(TestCell.PARTITIONS).of(channel)),
            null)
        .await();
  }

  @Test
  void sendsAreRefusedBeforeRememberedIdsFillTheMemoryAndAnOwnerWithMoreKnowsThemAll()
      throws Exception {
    // What former tests left is replayed now, so that only one channel is open below.
    String former = cell.startOwner(100);
    post(ids(1));
    cell.stopOwner(former);
    cell.metrics.clear();
    // The 257th id takes another 8 kB.
    long memory = 19_000;
    String small = cell.startOwner(TestCell.config(100, 100_000), memory);
    List<String> taken = new ArrayList<>();
    do {
      taken.addAll(accepted(ids(2)));
    } while (taken.size() < 1_000 && gauge("chat_channels_bytes") < memory);
    TestCell.await("all is stored", () -> gauge("chat_backlog_bytes") == 0);
    assertThat(taken).hasSizeBetween(250, 300);
    assertThat(gauge("chat_remembered_ids")).isEqualTo(1 + taken.size());
    assertThatThrownBy(() -> cell.post(channel, TestCell.newId(), "one more").await())
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED));

    cell.stopOwner(small);
    cell.startOwner(NEVER);
    TestCell.await("the new owner serves", () -> accepted(taken.subList(0, 1)).size() == 1);
    assertThat(post(List.of(taken.getFirst(), taken.getLast())))
        .extracting(Answer.Accepted::seq)
        .containsExactly(2L, 1L + taken.size());
  }

  /** Those that were not refused as too many. */
  private List<String> accepted(List<String> ids) {
    List<Future<Answer.Accepted>> sent =
        ids.stream().map(id -> cell.post(channel, id, id)).toList();
    return IntStream.range(0, ids.size())
        .filter(
            i -> {
              try {
                sent.get(i).await();
                return true;
              } catch (ProblemException e) {
                assertThat(e.type()).isEqualTo(ProblemType.OVERLOADED);
                return false;
              }
            })
        .mapToObj(ids::get)
        .toList();
  }

  private double gauge(String name) {
    return cell.metrics.get(name).gauge().value();
  }

  @Test
  void messagesAreNumberedWithoutGapsAndReadBackWhole() {
    cell.startOwner(100);

    List<Answer.Accepted> answers = post(ids(300));

    assertThat(answers).extracting(Answer.Accepted::seq).isEqualTo(upTo(300));
    assertThat(answers).extracting(Answer.Accepted::n).isEqualTo(upTo(300));
    // What is acknowledged can be read at once, stored or not.
    assertThat(cell.reader.before(channel, Long.MAX_VALUE, 200).await())
        .extracting(Message::seq)
        .isEqualTo(LongStream.rangeClosed(101, 300).boxed().toList());
    assertThat(cell.reader.after(channel, 250, 10).await())
        .extracting(Message::seq)
        .isEqualTo(LongStream.rangeClosed(251, 260).boxed().toList());
    var changes = cell.reader.changes(channel, 290, 5).await();
    assertThat(changes.items())
        .extracting(Message::rev)
        .isEqualTo(List.of(291L, 292L, 293L, 294L, 295L));
    assertThat(changes.more()).isTrue();
    assertThat(cell.reader.changes(channel, changes.rev(), 5).await().rev()).isEqualTo(300);
  }

  private static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void aRepeatAfterARestartOfTheOwnerIsAnsweredLikeTheFirst() throws Exception {
    String first = cell.startOwner(NEVER);
    post(ids(1));
    cell.stopOwner(first);
    JsonObject checkpoint = checkpoint();
    JsonObject summary = summary();
    String second = cell.startOwner(NEVER);
    List<String> ids = ids(250);
    List<Answer.Accepted> answers = post(ids);
    cell.stopOwner(second);
    // As if it had been killed: the next one finds what the first left.
    putBack("checkpoints", checkpoint, "offset");
    putBack("summaries", summary, "offset", "seq", "n", "time", "sealedSeq", "entries");
    cell.mongo.removeDocuments("operations", new JsonObject()).await();
    Counter replayed = cell.metrics.counter("chat_replayed_records");
    double before = replayed.count();

    cell.startOwner(50);
    TestCell.await("the replay", () -> replayed.count() - before >= 250);
    assertThat(post(ids)).isEqualTo(answers);
    assertThat(replayed.count() - before)
        .as("what no summary includes, and no more")
        .isEqualTo(250);
    long reached = checkpoint.getLong("offset") + 500;
    TestCell.await("a checkpoint", () -> checkpoint().getLong("offset") >= reached);
    assertThat(documents()).hasSize(251);
  }

  @Test
  void anOwnerThatLeavesInOrderLeavesNothingToReplay() {
    String first = cell.startOwner(NEVER);
    post(ids(1));
    cell.stopOwner(first);
    long before = checkpoint().getLong("offset");

    String second = cell.startOwner(NEVER);
    post(ids(300));
    cell.stopOwner(second);

    assertThat(checkpoint().getLong("offset")).isEqualTo(before + 300);
    assertThat(documents()).hasSize(301);
    assertThat(summary().getLong("seq")).isEqualTo(301);
  }

  @Test
  void anOwnerWhosePartitionHasANewerOneUnknownToTheGroupStartsAnew() throws Exception {
    String first = cell.startOwner(50);
    post(ids(1));
    cell.mongo
        .updateCollection(
            "checkpoints",
            new JsonObject().put("_id", new Partitions(TestCell.PARTITIONS).of(channel)),
            new JsonObject().put("$inc", new JsonObject().put("epoch", 1L)))
        .await();

    post(ids(1)); // decided, but its checkpoint is refused
    TestCell.await("the end of the process", () -> cell.fatal.get() > 0);
    cell.stopOwner(first);
    cell.startOwner(50);

    assertThat(post(ids(1)).getFirst().seq()).isEqualTo(3);
  }

  @Test
  void aSuccessorStartsFromSummariesAndKnowsTheirIds() throws Exception {
    String first = cell.startOwner(50);
    List<String> ids = ids(450);
    List<Answer.Accepted> answers = new ArrayList<>();
    for (int from = 0; from < 450; from += 150) {
      answers.addAll(post(ids.subList(from, from + 150)));
      long reached = answers.getLast().seq();
      TestCell.await("a summary of all", () -> summarySeq() == reached);
    }
    cell.stopOwner(first);

    cell.startOwner(NEVER);
    assertThat(post(ids)).isEqualTo(answers);
    assertThat(post(ids(1)).getFirst().seq()).isEqualTo(451);
  }

  private void putBack(String collection, JsonObject former, String... fields) {
    JsonObject values = new JsonObject();
    List.of(fields).forEach(field -> values.put(field, former.getValue(field)));
    cell.mongo
        .updateCollection(
            collection,
            new JsonObject().put("_id", former.getValue("_id")),
            new JsonObject().put("$set", values))
        .await();
  }

  private JsonObject summary() {
    return cell.mongo.findOne("summaries", new JsonObject().put("_id", channel), null).await();
  }

  private long summarySeq() {
    JsonObject summary = summary();
    return summary == null ? 0 : summary.getLong("seq");
  }

  @Test
  void whatWasSaidBeforeSomebodyJoinedIsReadToThem() throws Exception {
    cell.startOwner(100);
    ReadPositions positions = cell.startReads();
    String user = Ids.random();
    post(ids(3));

    cell.log
        .append(
            new LogRecord.ChangeMembers(
                channel, 1, List.of(new MemberChange.Member(user, "member")), List.of(), user))
        .await();
    post(ids(1));

    List<String> users = List.of(user);
    TestCell.await("a position", () -> positions.of(users).await().getFirst().containsKey(channel));
    assertThat(positions.of(users).await().getFirst())
        .containsEntry(channel, new ReadPositions.Read(3, 0, Set.of()));
  }

  @Test
  void readPositionsGoOnAfterTheGroupHasDroppedTheirReader() throws Exception {
    ReadPositions positions = cell.startReads();
    String user = Ids.random();
    List<String> users = List.of(user);
    cell.reads.advance(new ReadLog.Position(user, channel, 1)).await();
    TestCell.await("the first", () -> !positions.of(users).await().getFirst().isEmpty());

    cell.dropMembers(ReadsVerticle.GROUP);
    for (long n = 2; n <= 20; n++) {
      cell.reads.advance(new ReadLog.Position(user, channel, n)).await();
    }

    TestCell.await("the last", () -> positions.of(users).await().getFirst().get(channel).n() == 20);
  }

  @Test
  void anOwnerThatLeavesIsOutOfTheGroupAtOnceAndForGood() throws Exception {
    ChannelVerticle owner = cell.owner(TestCell.config(60_000, 100_000), 64 << 20);
    cell.vertx.deployVerticle(owner).await();
    post(ids(1));
    assertThat(cell.membersOf(ChannelVerticle.GROUP)).containsExactly("test");

    owner.leave();

    assertThat(cell.membersOf(ChannelVerticle.GROUP)).isEmpty();
    assertThat(summarySeq()).as("it writes nothing any more").isZero();
    cell.startOwner(60_000);
    assertThat(post(ids(1)).getFirst().seq()).isEqualTo(2);
  }

  @Test
  void aSuccessorKnowsThatAChannelIsArchived() throws Exception {
    String first = cell.startOwner(50);
    post(ids(1));
    archive(1, true);
    TestCell.await("the summary", () -> summarySeq() == 2);
    cell.stopOwner(first);

    cell.startOwner(50);

    assertThatThrownBy(() -> post(ids(1)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.ARCHIVED));
    archive(2, false);
    assertThat(post(ids(1)).getFirst().seq()).isEqualTo(4);
  }

  private void archive(long version, boolean archived) {
    cell.log
        .append(new LogRecord.ChangeChannel(channel, version, "일반", "", archived, Ids.random()))
        .await();
  }

  @Test
  void aStoreThatContradictsTheLogHaltsThatPartitionAndNoOther() throws Exception {
    cell.mongo
        .insert(
            Messages.COLLECTION,
            new JsonObject().put("_id", Messages.id(channel, 1)).put("offset", -5L))
        .await();
    cell.startOwner(50);
    Partitions partitions = new Partitions(TestCell.PARTITIONS);
    String other = Ids.random();
    while (partitions.of(other) == partitions.of(channel)) {
      other = Ids.random();
    }
    String bystander = Messages.id(other, 1);
    String id = TestCell.newId();

    // Both go to the store in one bulk.
    Future.all(cell.post(channel, TestCell.newId(), "x"), cell.post(other, id, "x")).await();

    TestCell.await("the halt", () -> cell.metrics.counter("chat_partitions_halted").count() >= 1);
    TestCell.await(
        "the other partition's message",
        () ->
            cell.mongo
                    .findOne(Messages.COLLECTION, new JsonObject().put("_id", bystander), null)
                    .await()
                != null);
    assertThat(cell.metrics.counter("chat_partitions_halted").count()).isEqualTo(1);
    assertThat(cell.reader.before(other, 10, 10).await()).extracting(Message::id).containsOnly(id);
    assertThat(documents().getFirst().getLong("offset")).isEqualTo(-5L);
    assertThatThrownBy(() -> cell.reader.before(channel, 10, 10).await())
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
    // The tests share the log: the next owner of this partition must be able to go on.
    cell.mongo
        .removeDocument(Messages.COLLECTION, new JsonObject().put("_id", Messages.id(channel, 1)))
        .await();
  }
}
