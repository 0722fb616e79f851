package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.MongoConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.log.ReadLog.Entry;
import chat.log.ReadLog.Position;
import chat.protocol.Comments;
import chat.protocol.Message;
import chat.protocol.Reaction;
import chat.store.Broadcasts;
import chat.store.Drafts;
import chat.store.MentionChange;
import chat.store.MentionInbox;
import chat.store.MessageDocuments;
import chat.store.Messages;
import chat.store.MongoStore;
import chat.store.ReadPositions;
import chat.store.ReadPositions.Read;
import chat.store.Threads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the program needs of MongoDB, and nothing else: runs on the embedded server, and on that of
 * {@code CHAT_TEST_MONGO_URI} where it is set.
 */
@UseBackends(Backend.MONGO)
class StoreConformanceIT {
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_456L);

  private final String channel = Ids.random();
  private Vertx vertx;
  private MongoClient mongo;
  private Messages messages;

  @BeforeEach
  void connect(Backends backends) {
    vertx = Vertx.vertx();
    mongo =
        MongoStore.connect(vertx, new MongoConfig(backends.mongoUri(), backends.mongoDatabase()));
    MongoStore.createSchema(mongo).await();
    messages = new Messages(mongo);
  }

  @AfterEach
  void disconnect() {
    vertx.close().await();
  }

  private static Message message(String channel, long seq, long rev, String body) {
    return new Message(
        channel,
        "id-" + seq,
        seq,
        seq,
        rev,
        "sender",
        "device",
        Instant.ofEpochMilli(1_800_000_000_123L),
        body,
        "none",
        List.of("a", "b"));
  }

  private Future<?> insert(List<Message> all) {
    List<BulkOperation> inserts =
        all.stream()
            .map(message -> BulkOperation.createInsert(Messages.document(message, message.seq())))
            .toList();
    return mongo.bulkWriteWithOptions(
        Messages.COLLECTION, inserts, new BulkWriteOptions().setOrdered(false));
  }

  private void fill(String of, int count) {
    insert(IntStream.rangeClosed(1, count).mapToObj(i -> message(of, i, i, "text " + i)).toList())
        .await();
  }

  @Test
  void aMessageComesBackAsItWas() {
    Message korean = message(channel, 1, 1, "가나다 😀 \u0001 " + "가".repeat(100_000 - 8));
    insert(List.of(korean)).await();

    assertThat(messages.before(channel, 2, 1).await()).containsExactly(korean);
  }

  @Test
  void rangesStayInTheirChannelAndInOrder() {
    String before = channel.substring(0, 25) + (char) (channel.charAt(25) - 1);
    String after = channel.substring(0, 25) + (char) (channel.charAt(25) + 1);
    List.of(before, channel, after).forEach(each -> fill(each, 120));

    assertThat(messages.before(channel, Long.MAX_VALUE, 50).await())
        .extracting(Message::seq)
        .isEqualTo(LongStream.rangeClosed(71, 120).boxed().toList());
    assertThat(messages.before(channel, 10, 50).await()).hasSize(9);
    assertThat(messages.after(channel, 95, 110, 50).await())
        .extracting(Message::seq)
        .isEqualTo(LongStream.rangeClosed(96, 110).boxed().toList());
    assertThat(messages.after(channel, 0, 120, 500).await())
        .hasSize(120)
        .allMatch(message -> message.channel().equals(channel));
  }

  @Test
  void changesComeByTheirRevision() {
    insert(
            List.of(
                message(channel, 1, 9, "changed late"),
                message(channel, 2, 2, "as sent"),
                message(channel, 3, 7, "changed"),
                message(channel, 10, 10, "too new")))
        .await();
    fill(Ids.random(), 20);

    assertThat(messages.changes(channel, 2, 9, 10).await())
        .extracting(Message::rev)
        .containsExactly(7L, 9L);
    assertThat(messages.changes(channel, 0, 9, 2).await())
        .extracting(Message::rev)
        .containsExactly(2L, 7L);
  }

  @Test
  void anUnorderedBulkTellsWhichKeysWereThereAndWritesTheRest() {
    fill(channel, 3);

    Future<?> again =
        insert(IntStream.rangeClosed(2, 6).mapToObj(i -> message(channel, i, i, "b")).toList());

    assertThatThrownBy(again::await);
    assertThat(DuplicateKeys.isOnly(again.cause())).isTrue();
    assertThat(DuplicateKeys.indexes(again.cause())).containsExactlyInAnyOrder(0, 1);
    assertThat(messages.after(channel, 0, 100, 100).await())
        .extracting(Message::body)
        .containsExactly("text 1", "text 2", "text 3", "b", "b", "b");
  }

  private static Entry read(String user, String channel, long n, long offset) {
    return new Entry(new Position(user, channel, n), offset);
  }

  private static Entry unread(String user, String channel, long from, long offset) {
    return new Entry(new Position(user, channel, 0, from), offset);
  }

  @Test
  void readPositionsAdvanceAndNeverGoBack() {
    ReadPositions positions = new ReadPositions(mongo);
    String user = Ids.random();
    String other = Ids.random();
    positions.advance(List.of(read(user, "a", 5, 1), read(user, "b", 1, 2))).await();
    List<Entry> now =
        positions.advance(List.of(read(user, "a", 3, 3), read(user, "b", 2, 4))).await();
    positions.advance(List.of(read(other, "a", 9, 1))).await();

    assertThat(now)
        .as("what other devices are told")
        .containsExactlyInAnyOrder(read(user, "a", 5, 3), read(user, "b", 2, 4));
    Map<String, Read> users = Map.of("a", new Read(5, 0, Set.of()), "b", new Read(2, 0, Set.of()));
    assertThat(positions.of(List.of(user)).await()).containsExactly(users);
    assertThat(positions.of(List.of(other, Ids.random(), user, user)).await())
        .containsExactly(Map.of("a", new Read(9, 0, Set.of())), Map.of(), users, users);
  }

  @Test
  void aMarkOfUnreadHoldsUntilTheNextReadingHoweverOftenAndLateItIsWritten() {
    ReadPositions positions = new ReadPositions(mongo);
    String user = Ids.random();
    Entry mark = unread(user, "a", 2, 7);
    positions.advance(List.of(read(user, "a", 5, 6))).await();
    positions.advance(List.of(mark)).await();
    assertThat(positions.of(List.of(user)).await().getFirst())
        .containsEntry("a", new Read(5, 2, Set.of()));

    positions.advance(List.of(read(user, "a", 5, 9))).await();
    positions.advance(List.of(mark)).await();

    assertThat(positions.of(List.of(user)).await().getFirst())
        .containsEntry("a", new Read(5, 0, Set.of()));
  }

  @Test
  void unreadMentionsAreCountedUntilTheyAreReadOrTakenBack() {
    ReadPositions positions = new ReadPositions(mongo);
    String user = Ids.random();
    List<MentionChange> mentions =
        List.of(mention(user, 4, 3), mention(user, 7, 5), mention(user, 9, 0));
    positions.mention(mentions).await();
    positions.mention(mentions).await();
    assertThat(unreadMentions(positions, user)).isEqualTo(3);

    positions.advance(List.of(read(user, channel, 3, 1))).await();
    positions.mention(mentions.subList(0, 1)).await();
    assertThat(unreadMentions(positions, user)).as("the one of n 3 was read").isEqualTo(2);

    positions.mention(List.of(deleted(mentions.get(1)))).await();
    assertThat(unreadMentions(positions, user)).as("that of n 5 was deleted").isEqualTo(1);

    positions.readThread(user, channel, 1, 9).await();
    assertThat(unreadMentions(positions, user)).as("the comment was read").isZero();
  }

  @Test
  void noMoreThanAHundredMentionsAreKeptOfAChannel() {
    ReadPositions positions = new ReadPositions(mongo);
    String user = Ids.random();
    for (int i = 1; i <= ReadPositions.MENTIONS + 5; i++) {
      positions.mention(List.of(mention(user, i, i))).await();
    }

    assertThat(unreadMentions(positions, user)).isEqualTo(ReadPositions.MENTIONS);
  }

  private int unreadMentions(ReadPositions positions, String user) {
    return positions.of(List.of(user)).await().getFirst().get(channel).mentions().size();
  }

  private MentionChange mention(String user, long seq, long n) {
    return MentionChange.of(
        null,
        new Message(
            channel,
            "id",
            seq,
            n,
            seq,
            "sender",
            "d",
            NOW,
            "hey",
            "none",
            List.of(user),
            n == 0 ? 1 : 0,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private static MentionChange deleted(MentionChange mention) {
    return MentionChange.of(mention.message(), mention.message().delete(99, "x", NOW));
  }

  @Test
  void theMentionsOfAUserComeNewestFirst() {
    MentionInbox inbox = new MentionInbox(mongo);
    String user = Ids.random();
    List<MentionChange> mentions =
        IntStream.rangeClosed(1, 5).mapToObj(seq -> mention(user, seq, seq)).toList();
    inbox.write(mentions).await();
    inbox.write(mentions).await();
    inbox.write(List.of(deleted(mentions.get(2)))).await();

    Set<String> mine = Set.of(channel, Ids.random());
    List<MentionInbox.Place> places = inbox.newest(user, mine, null, 3).await();
    assertThat(places).extracting(MentionInbox.Place::seq).containsExactly(5L, 4L, 2L);
    assertThat(inbox.newest(user, mine, MentionInbox.key(places.get(2)), 3).await())
        .extracting(MentionInbox.Place::seq)
        .containsExactly(1L);
    assertThat(inbox.newest(user, Set.of(Ids.random()), null, 3).await())
        .as("where the user is no member")
        .isEmpty();
    assertThat(inbox.newest(Ids.random(), mine, null, 3).await()).isEmpty();
  }

  @Test
  void aChangedMessageComesBackAsItIs() {
    Message plain = message(channel, 1, 1, "text");
    insert(List.of(plain)).await();
    Message changed =
        plain
            .edit(2, "sender", NOW, "다른 글", List.of("@channel"))
            .react(3, List.of(Reaction.of("❤️", List.of("a", "b"))))
            .comment(4, Comments.NONE.plus("c", 4, NOW))
            .pin(5, new Message.Mark("d", NOW));
    update(changed).await();
    update(plain.edit(2, "sender", NOW, "late", List.of())).await();
    assertThat(messages.before(channel, 9, 9).await()).containsExactly(changed);

    Message tombstone = changed.delete(6, "sender", NOW);
    update(tombstone).await();
    assertThat(messages.get(List.of(Messages.id(channel, 1))).await()).containsExactly(tombstone);
  }

  private Future<?> update(Message changed) {
    return mongo.bulkWrite(
        Messages.COLLECTION,
        List.of(
            BulkOperation.createUpdate(
                new JsonObject()
                    .put("_id", Messages.id(changed.channel(), changed.seq()))
                    .put("rev", new JsonObject().put("$lt", changed.rev())),
                MessageDocuments.update(changed))));
  }

  @Test
  void commentsAreInTheirThreadAndNotOnTheChannelsPage() {
    fill(channel, 3);
    insert(List.of(comment(4, 1, 0), comment(5, 2, 0), comment(6, 1, 4), comment(7, 1, 0))).await();

    assertThat(messages.before(channel, 99, 50).await())
        .extracting(Message::seq)
        .containsExactly(1L, 2L, 3L, 6L);
    assertThat(messages.commentsBefore(channel, 1, 99, 2).await())
        .extracting(Message::seq)
        .containsExactly(6L, 7L);
    assertThat(messages.commentsAfter(channel, 1, 0, 6, 9).await())
        .extracting(Message::seq)
        .containsExactly(4L, 6L);
    assertThat(messages.countComments(channel, 1, 4, 99).await()).isEqualTo(2);
    assertThat(messages.changes(channel, 3, 7, 9).await())
        .extracting(Message::seq)
        .containsExactly(4L, 5L, 6L, 7L);
  }

  private Message comment(long seq, long parent, long n) {
    return new Message(
        channel,
        "id-" + seq,
        seq,
        n,
        seq,
        "sender",
        "device",
        NOW,
        "c",
        "none",
        List.of(),
        parent,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void whoFollowsAThreadIsDecidedByTheLaterWish() {
    Threads threads = new Threads(mongo);
    String author = Ids.random();
    String writer = Ids.random();
    Threads.Commented commented =
        new Threads.Commented(
            new Message(
                channel, "id", 4, 0, 4, writer, "d", NOW, "c", "none", List.of(), 1, null, null,
                null, null, null, null, null),
            author);
    threads.commented(List.of(commented)).await();
    assertThat(threads.of(writer, channel, 1).await())
        .isEqualTo(new Threads.Followed(channel, 1, true, 4, 8));
    assertThat(threads.of(author, channel, 1).await().following()).isTrue();

    threads.follow(writer, channel, 1, false, 6).await();
    threads.follow(author, channel, 1, false, 6).await();
    threads.commented(List.of(commented)).await();

    assertThat(threads.of(writer, channel, 1).await().following()).isFalse();
    assertThat(threads.followed(author, 10).await()).isEmpty();
    threads.follow(author, channel, 1, true, 7).await();
    threads.markRead(author, channel, 1, 3).await();
    threads.markRead(author, channel, 1, 2).await();
    assertThat(threads.followed(author, 10).await())
        .containsExactly(new Threads.Followed(channel, 1, true, 3, 15));
  }

  @Test
  void whoReadTheFirstCommentBeforeItWasStoredFollowsAllTheSame() {
    Threads threads = new Threads(mongo);
    String author = Ids.random();
    threads.markRead(author, channel, 1, 4).await();
    assertThat(threads.of(author, channel, 1).await())
        .isEqualTo(new Threads.Followed(channel, 1, false, 4, 0));

    threads.commented(List.of(new Threads.Commented(comment(4, 1, 0), author))).await();

    assertThat(threads.of(author, channel, 1).await())
        .isEqualTo(new Threads.Followed(channel, 1, true, 4, 0));
  }

  @Test
  void theLastWriterOfADraftWins() {
    Drafts drafts = new Drafts(mongo);
    String user = Ids.random();
    Drafts.Draft first = new Drafts.Draft("b", "안녕", null, NOW);
    Drafts.Draft second = new Drafts.Draft("b", "안녕하세요", 7L, NOW);
    drafts.put(user, first).await();
    drafts.put(user, second).await();
    drafts.put(user, new Drafts.Draft("a", "x", null, NOW)).await();

    assertThat(drafts.of(user, "b").await()).contains(second);
    assertThat(drafts.all(user, "", 9).await())
        .extracting(Drafts.Draft::channel)
        .containsExactly("a", "b");
    assertThat(drafts.all(user, "a", 9).await()).containsExactly(second);
    drafts.remove(user, "b").await();
    assertThat(drafts.of(user, "b").await()).isEmpty();
  }

  @Test
  void theLastBroadcastsOfManyChannelsAreOneQuery() {
    Broadcasts broadcasts = new Broadcasts(mongo);
    Broadcasts.Broadcast one = new Broadcasts.Broadcast(3, 2, 1_800_000_000_000L, "u");
    broadcasts.write(List.of(new Broadcasts.OfChannel(channel, 5, List.of(one)))).await();
    broadcasts.write(List.of(new Broadcasts.OfChannel(channel, 4, List.of()))).await();

    assertThat(broadcasts.of(List.of(Ids.random(), channel)).await())
        .isEqualTo(Map.of(channel, List.of(one)));
  }
}
