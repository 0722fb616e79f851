package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import chat.protocol.Message;
import chat.protocol.Reaction;
import chat.store.MessageDocuments;
import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edits, deletions, reactions, comments and pins through the real log and store. */
@UseBackends({Backend.KAFKA, Backend.MONGO})
class ConversationIT {
  private static final int NEVER = 3_600_000;

  private final String channel = Ids.random();
  private final String ada = Ids.random();
  private final String ben = Ids.random();
  private TestCell cell;

  @BeforeEach
  void start(Backends backends) throws Exception {
    cell = new TestCell(backends);
  }

  @AfterEach
  void stop() {
    cell.close();
  }

  private Answer.Accepted post(String user, String body) {
    return cell.log.append(message(user, body, 0)).await();
  }

  private LogRecord.PostMessage message(String user, String body, long parent) {
    return new LogRecord.PostMessage(
        channel,
        TestCell.newId(),
        user,
        "device",
        body,
        "none",
        List.of(),
        parent,
        false,
        null,
        null);
  }

  private LogRecord.EditMessage edit(String user, long seq, long rev, String body) {
    return new LogRecord.EditMessage(
        channel, TestCell.newId(), user, seq, rev, body, "none", List.of());
  }

  private LogRecord.React react(String user, long seq, String emoji, boolean add) {
    return new LogRecord.React(channel, TestCell.newId(), user, seq, emoji, add);
  }

  private Message get(long seq) {
    return cell.reader.get(channel, List.of(seq)).await().getFirst();
  }

  private List<Message> stored() {
    return cell
        .mongo
        .find(
            Messages.COLLECTION,
            new JsonObject()
                .put("_id", new JsonObject().put("$gte", channel + ':').put("$lt", channel + ';')))
        .await()
        .stream()
        .map(MessageDocuments::read)
        .toList();
  }

  private void assertRefused(ProblemType type, LogRecord record) {
    assertThatThrownBy(() -> cell.log.append(record).await())
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(type));
  }

  @Test
  void aChangeIsSeenAtOnceEverywhereAndStoredOnlyWithASummary() throws Exception {
    cell.startOwner(NEVER);
    long seq = post(ada, "hello").seq();
    long other = post(ada, "other").seq();

    long edited = cell.log.append(edit(ada, seq, seq, "hullo")).await().seq();
    long reacted = cell.log.append(react(ben, seq, "👍", true)).await().seq();
    long comment = cell.log.append(message(ben, "a comment", seq)).await().seq();

    Message now = get(seq);
    assertThat(now.body()).isEqualTo("hullo");
    assertThat(now.edited().rev()).isEqualTo(edited);
    assertThat(now.reactions()).containsExactly(Reaction.of("👍", List.of(ben)));
    assertThat(now.comments().count()).isEqualTo(1);
    assertThat(now.rev()).isEqualTo(comment).isGreaterThan(reacted);
    // The comment is in its thread and in what changed, but not on the channel's page.
    assertThat(cell.reader.before(channel, Long.MAX_VALUE, 10).await())
        .extracting(Message::seq)
        .containsExactly(seq, other);
    assertThat(cell.reader.before(channel, Long.MAX_VALUE, 10).await().getFirst()).isEqualTo(now);
    assertThat(cell.reader.after(channel, 0, 1).await()).containsExactly(now);
    assertThat(cell.reader.commentsBefore(channel, seq, Long.MAX_VALUE, 10).await())
        .extracting(Message::body)
        .containsExactly("a comment");
    var changes = cell.reader.changes(channel, other, 10).await();
    assertThat(changes.items()).extracting(Message::seq).containsExactlyInAnyOrder(seq, comment);
    assertThat(changes.rev()).isEqualTo(comment);
    TestCell.await("the messages", () -> stored().size() == 3);
    assertThat(stored().getFirst().rev()).as("no summary includes the change yet").isEqualTo(seq);
  }

  @Test
  void aSuccessorStartsWithWhatWasChangedAndTheStoreGetsIt() throws Exception {
    String first = cell.startOwner(NEVER);
    long seq = post(ada, "hello").seq();
    cell.log.append(edit(ada, seq, seq, "hullo")).await();
    cell.log.append(new LogRecord.Pin(channel, TestCell.newId(), ben, seq, true)).await();
    cell.stopOwner(first);

    cell.startOwner(50);
    cell.log.append(react(ben, seq, "👍", true)).await();

    Message now = get(seq);
    assertThat(now.body()).isEqualTo("hullo");
    assertThat(now.reactions()).hasSize(1);
    assertThat(cell.reader.pinned(channel).await()).containsExactly(now);
    TestCell.await("the store", () -> !stored().isEmpty() && stored().getFirst().equals(now));
  }

  @Test
  void anOwnerReadsFromTheStoreWhatItMustKnow() throws Exception {
    String first = cell.startOwner(50);
    long seq = post(ada, "hello").seq();
    cell.log.append(react(ben, seq, "👍", true)).await();
    TestCell.await(
        "the store", () -> !stored().isEmpty() && stored().getFirst().reactions() != null);
    cell.stopOwner(first);

    cell.startOwner(50);
    // The summary includes all of it, so nothing of it is replayed.
    assertRefused(ProblemType.FORBIDDEN, edit(ben, seq, 99, "not mine"));
    assertRefused(ProblemType.NOT_FOUND, react(ben, 99, "👍", true));
    assertThat(cell.log.append(react(ben, seq, "👍", true)).await().seq()).isEqualTo(2);
    cell.log.append(react(ada, seq, "👍", true)).await();
    assertThat(get(seq).reactions()).containsExactly(Reaction.of("👍", List.of(ben, ada)));
    assertThat(cell.log.append(message(ada, "c", seq)).await().n()).isZero();
    assertRefused(ProblemType.UNPROCESSABLE, message(ada, "cc", 4));
  }

  @Test
  void whatIsDeletedIsGoneAndStaysGone() {
    cell.startOwner(50);
    long seq = post(ada, "secret").seq();
    assertRefused(
        ProblemType.FORBIDDEN,
        new LogRecord.DeleteMessage(channel, TestCell.newId(), ben, seq, 0, false));
    LogRecord delete = new LogRecord.DeleteMessage(channel, TestCell.newId(), ben, seq, 0, true);
    Answer.Accepted first = cell.log.append(delete).await();

    assertThat(cell.log.append(delete).await()).isEqualTo(first);
    assertThat(get(seq).body()).isEmpty();
    assertThat(get(seq).deleted().by()).isEqualTo(ben);
    assertRefused(ProblemType.GONE, edit(ada, seq, first.seq(), "again"));
    assertRefused(ProblemType.GONE, react(ada, seq, "👍", true));
    assertRefused(ProblemType.GONE, message(ada, "c", seq));
  }

  @Test
  void anEditOfAnOlderTextIsAConflictAndAReactionIsNone() {
    cell.startOwner(50);
    long seq = post(ada, "one").seq();
    long reacted = cell.log.append(react(ben, seq, "👍", true)).await().seq();
    cell.log.append(edit(ada, seq, seq, "two")).await();

    assertRefused(ProblemType.CONFLICT, edit(ada, seq, reacted, "three"));
    assertThat(get(seq).body()).isEqualTo("two");
  }

  @Test
  void hundredsReactAtOnceAndTheCountsAreRight() throws Exception {
    cell.startOwner(200);
    long seq = post(ada, "react!").seq();
    List<String> emoji = List.of("👍", "❤️", "😂", "🎉", "🇰🇷");
    Random random = new Random(7);
    Map<String, Set<String>> expected = new HashMap<>();
    List<Future<?>> all = new ArrayList<>();
    for (int person = 0; person < 400; person++) {
      String user = Ids.random();
      // Each waits for its own answer before it changes its mind; all people act at once.
      Future<?> last = Future.succeededFuture();
      for (int i = 0; i < 4; i++) {
        String one = emoji.get(random.nextInt(emoji.size()));
        boolean add = random.nextInt(3) > 0;
        Set<String> users = expected.computeIfAbsent(one, e -> new HashSet<>());
        if (add) {
          users.add(user);
        } else {
          users.remove(user);
        }
        last = last.compose(done -> cell.log.append(react(user, seq, one, add)));
      }
      all.add(last);
    }
    Future.all(all).await();

    Map<String, Set<String>> counted = new HashMap<>();
    get(seq)
        .reactions()
        .forEach(reaction -> counted.put(reaction.emoji(), new HashSet<>(reaction.users())));
    expected.values().removeIf(Set::isEmpty);
    assertThat(counted).isEqualTo(expected);
    Message now = get(seq);
    TestCell.await("the store", () -> stored().getFirst().equals(now));
    assertThat(now.reactions()).allMatch(each -> each.count() == each.users().size());
  }

  @Test
  void thereAreAtMostFiftyDifferentEmoji() {
    cell.startOwner(200);
    long seq = post(ada, "react!").seq();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < Limits.EMOJI_PER_MESSAGE; i++) {
      all.add(cell.log.append(react(ada, seq, "e" + i, true)));
    }
    Future.all(all).await();

    assertRefused(ProblemType.LIMIT_REACHED, react(ada, seq, "one more", true));
    cell.log.append(react(ben, seq, "e7", true)).await();
  }

  @Test
  void ownersThatComeAndGoChangeNothing() throws Exception {
    long seed = System.nanoTime();
    System.out.println("ConversationIT seed " + seed);
    Random random = new Random(seed);
    String owner = cell.startOwner(20);
    Map<Long, Set<String>> likes = new TreeMap<>();
    Map<Long, String> bodies = new TreeMap<>();
    Map<Long, Long> revs = new HashMap<>();
    for (int i = 0; i < 90; i++) {
      if (i % 30 == 29) {
        cell.stopOwner(owner);
        owner = cell.startOwner(20 + random.nextInt(100));
      }
      List<Long> seqs = List.copyOf(bodies.keySet());
      if (seqs.size() < 3 || random.nextInt(4) == 0) {
        long seq = post(ada, "text " + i).seq();
        bodies.put(seq, "text " + i);
        revs.put(seq, seq);
        likes.put(seq, new HashSet<>());
        continue;
      }
      long seq = seqs.get(random.nextInt(seqs.size()));
      if (random.nextInt(3) == 0) {
        revs.put(seq, cell.log.append(edit(ada, seq, revs.get(seq), "edit " + i)).await().seq());
        bodies.put(seq, "edit " + i);
      } else {
        String user = random.nextBoolean() ? ada : ben;
        boolean add = random.nextInt(3) > 0;
        cell.log.append(react(user, seq, "👍", add)).await();
        if (add) {
          likes.get(seq).add(user);
        } else {
          likes.get(seq).remove(user);
        }
      }
    }

    TestCell.await(
        "the store", () -> likes(stored()).equals(likes) && bodies(stored()).equals(bodies));
    List<Message> page = cell.reader.before(channel, Long.MAX_VALUE, 200).await();
    assertThat(likes(page)).isEqualTo(likes);
    assertThat(bodies(page)).isEqualTo(bodies);
    List<Message> changed = new ArrayList<>();
    long since = 0;
    while (true) {
      var changes = cell.reader.changes(channel, since, 7).await();
      changed.addAll(changes.items());
      since = changes.rev();
      if (!changes.more()) {
        break;
      }
    }
    assertThat(changed).containsExactlyInAnyOrderElementsOf(page);
    assertThat(changed).isSortedAccordingTo((a, b) -> Long.compare(a.rev(), b.rev()));
  }

  private static Map<Long, Set<String>> likes(List<Message> messages) {
    Map<Long, Set<String>> likes = new TreeMap<>();
    for (Message message : messages) {
      likes.put(
          message.seq(),
          message.reactions() == null
              ? Set.of()
              : new HashSet<>(message.reactions().getFirst().users()));
    }
    return likes;
  }

  private static Map<Long, String> bodies(List<Message> messages) {
    Map<Long, String> bodies = new TreeMap<>();
    messages.forEach(message -> bodies.put(message.seq(), message.body()));
    return bodies;
  }
}
