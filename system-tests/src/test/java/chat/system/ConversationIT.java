package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ClientFrame;
import chat.protocol.Message;
import chat.protocol.Reaction;
import chat.protocol.ServerFrame.Ack;
import chat.protocol.ServerFrame.ChannelHead;
import chat.protocol.ServerFrame.DraftChanged;
import chat.protocol.ServerFrame.Nack;
import chat.protocol.ServerFrame.ThreadChanged;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two people on two nodes talk: reactions, comments, edits, deletions, pins and mentions. */
@ExtendWith(ClusterExtension.class)
class ConversationIT {

  @Test
  void whatOneDoesTheOtherSeesLiveAndAfterAnAbsence(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person ben = Person.signUp(vertx, cluster.address(1), "ben");
    Team team = Team.of(anna, ben);
    String channel = team.general();
    List<ChatEvent> seen = new CopyOnWriteArrayList<>();
    ChatConnection live = ben.session().connect(Start.BEGINNING, seen::add);
    ChatConnection annas = anna.session().connect(Start.NOW, event -> {});
    try {
      // What happened before is in the messages that are caught up with.
      Await.until(
          Duration.ofSeconds(30),
          () -> seen.stream().anyMatch(event -> event instanceof ChatEvent.Connected),
          "ben is not connected");
      long seq = await(annas.send(channel, "hello", List.of(ben.id()))).seq();
      Message sent = await(anna.session().message(channel, seq));
      await(ben.session().react(channel, seq, "❤"));
      await(ben.session().react(channel, seq, "❤️"));
      Message edited = await(anna.session().edit(Ids.now(), sent, "hullo", List.of(ben.id())));
      assertThat(edited.reactions())
          .containsExactly(new Reaction("❤️", 1, false, List.of(ben.id())));
      await(annas.comment(channel, seq, "a comment", List.of(), false));
      await(ben.session().pin(channel, seq));
      long gone = await(annas.send(channel, "oops")).seq();
      await(anna.session().delete(channel, gone));
      assertThatThrownBy(() -> await(ben.session().delete(channel, seq)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem -> assertThat(problem.type()).isEqualTo(ProblemType.FORBIDDEN));

      Await.until(
          Duration.ofSeconds(30),
          () ->
              seen.stream()
                  .anyMatch(
                      event ->
                          event instanceof ChatEvent.MessageChanged changed
                              && changed.message().deleted() != null),
          "ben did not see the deletion");
      assertThat(seen.stream().filter(event -> event instanceof ChatEvent.Reacted))
          .as("the same reaction twice is one")
          .hasSize(1);
      Message now = await(ben.session().message(channel, seq));
      assertThat(now.body()).isEqualTo("hullo");
      assertThat(now.comments().count()).isEqualTo(1);
      assertThat(now.pinned().by()).isEqualTo(ben.id());
      assertThat(now.reactions().getFirst().mine()).isTrue();
      assertThat(await(ben.session().pins(channel))).containsExactly(now);
      assertThat(await(ben.session().commentsBefore(channel, seq, Long.MAX_VALUE, 10)))
          .extracting(Message::body)
          .containsExactly("a comment");
      assertThat(await(ben.session().history(channel, 10)))
          .extracting(Message::seq)
          .containsExactly(seq, gone);
      assertThat(await(ben.session().historyAround(channel, seq, 2)))
          .extracting(Message::seq)
          .containsExactly(seq, gone);
      // Who was away sees the same state, each message once.
      assertThat(Team.changes(ben, channel))
          .extracting(Message::seq)
          .containsExactlyInAnyOrder(seq, gone, now.comments().last().seq());
    } finally {
      live.close();
      annas.close();
    }
  }

  @Test
  void aMentionWaitsInTheInboxAndInReadyUntilItIsRead(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person ben = Person.signUp(vertx, cluster.address(1), "ben");
    Team team = Team.of(anna, ben);
    String channel = team.general();
    ChatConnection annas = anna.session().connect(Start.NOW, event -> {});
    try {
      await(annas.send(channel, "no mention"));
      long seq = await(annas.send(channel, "hey ben", List.of(ben.id()))).seq();
      long all = await(annas.send(channel, "everybody", List.of("@channel"))).seq();
      Await.until(
          Duration.ofSeconds(30),
          () -> mentions(ben).size() == 2,
          "the inbox does not have both mentions");
      assertThat(mentions(ben)).extracting(Message::seq).containsExactly(all, seq);
      assertThat(mentions(anna)).as("who mentions all is not mentioned").isEmpty();
      assertThat(head(ben, channel).mentions()).as("by name and with all others").isEqualTo(2);
      assertThat(head(anna, channel).mentions()).isZero();

      await(ben.session().markRead(Map.of(channel, 3L)));
      Await.until(
          Duration.ofSeconds(30),
          () -> head(ben, channel).mentions() == 0,
          "what was read is still unread");
      await(ben.session().markUnread(channel, 2));
      Await.until(
          Duration.ofSeconds(30),
          () -> Long.valueOf(2).equals(head(ben, channel).unreadFrom()),
          "it is not marked unread");
      assertThat(head(ben, channel).read()).isEqualTo(3);
      await(ben.session().markRead(channel, 3));
      Await.until(
          Duration.ofSeconds(30),
          () -> head(ben, channel).unreadFrom() == null,
          "reading does not end the mark");

      Message mention = await(anna.session().message(channel, seq));
      await(anna.session().edit(Ids.now(), mention, "hey nobody", List.of()));
      assertThat(mentions(ben)).extracting(Message::seq).containsExactly(all);
    } finally {
      annas.close();
    }
  }

  private static List<Message> mentions(Person person) {
    try {
      return await(person.session().mentions(null)).items();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What {@code ready} says of a channel to a device that signs in now. */
  private static ChannelHead head(Person person, String channel) {
    CompletableFuture<ChannelHead> head = new CompletableFuture<>();
    ChatConnection connection =
        person
            .session()
            .connect(
                Start.NOW,
                event -> {
                  if (event instanceof ChatEvent.Connected connected) {
                    connected.channels().stream()
                        .filter(each -> each.id().equals(channel))
                        .forEach(head::complete);
                  }
                });
    try {
      return head.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      connection.close();
    }
  }

  @Test
  void whoWritesIsSeenWritingByTheOthersOnly(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person ben = Person.signUp(vertx, cluster.address(1), "ben");
    Team team = Team.of(anna, ben);
    List<ChatEvent> annas = new CopyOnWriteArrayList<>();
    List<ChatEvent> bens = new CopyOnWriteArrayList<>();
    ChatConnection one = anna.session().connect(Start.NOW, annas::add);
    ChatConnection other = ben.session().connect(Start.NOW, bens::add);
    try {
      ChatEvent typing = new ChatEvent.Typing(team.general(), anna.id(), null);
      Await.until(
          Duration.ofSeconds(30),
          () -> {
            // One that comes before the other is signed in is lost; it is told once in 3 seconds.
            one.typing(team.general());
            return bens.contains(typing);
          },
          "nobody saw it");
      assertThat(annas).doesNotContain(typing);
    } finally {
      one.close();
      other.close();
    }
  }

  @Test
  void aThreadIsFollowedByWhoTakesPartUntilTheyStop(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person ben = Person.signUp(vertx, cluster.address(1), "ben");
    Team team = Team.of(anna, ben);
    String channel = team.general();
    ChatConnection bens = ben.session().connect(Start.NOW, event -> {});
    try {
      long seq = await(anna.session().send(channel, Ids.now(), "a question")).seq();
      await(bens.comment(channel, seq, "an answer", List.of(), false));
      long last = await(bens.comment(channel, seq, "another", List.of(), true)).seq();
      // At once, although what makes them followers is stored a moment later.
      assertThat(await(anna.session().follows(channel, seq))).isTrue();
      assertThat(await(ben.session().follows(channel, seq))).isTrue();
      Await.until(
          Duration.ofSeconds(30), () -> unread(anna) == 2, "anna does not follow her message");
      assertThat(unread(ben)).as("who wrote it has read it").isZero();

      await(anna.session().readThread(channel, seq, last));
      assertThat(unread(anna)).isZero();

      long other = await(anna.session().send(channel, Ids.now(), "another question")).seq();
      long silent = await(anna.session().send(channel, Ids.now(), "nobody answers")).seq();
      assertThat(await(ben.session().follows(channel, silent))).isFalse();
      await(anna.session().follow(channel, silent, true));
      await(bens.comment(channel, other, "an answer", List.of(), false));
      eventually(cluster, anna, List.of(other, silent, seq));
      await(bens.comment(channel, seq, "a late answer", List.of(), false));
      eventually(cluster, anna, List.of(seq, other, silent));

      for (long each : List.of(seq, other, silent)) {
        await(anna.session().follow(channel, each, false));
        assertThat(await(anna.session().follows(channel, each))).isFalse();
      }
      assertThat(await(anna.session().threads(null)).items()).isEmpty();
    } finally {
      bens.close();
    }
  }

  @Test
  void anAdminDeletesWhatOthersWroteBySocketToo(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person ben = Person.signUp(vertx, cluster.address(1), "ben");
    Team team = Team.of(anna, ben);
    String channel = team.general();
    long annas = await(anna.session().send(channel, Ids.now(), "from the owner")).seq();
    long bens = await(ben.session().send(channel, Ids.now(), "from a member")).seq();
    try (RawSocket owner = RawSocket.open(vertx, cluster.address(0), anna);
        RawSocket member = RawSocket.open(vertx, cluster.address(1), ben)) {
      member.send(new ClientFrame.Delete("1", channel, annas, null, null));
      assertThat(member.next(Nack.class).type()).isEqualTo(ProblemType.FORBIDDEN.slug());
      owner.send(new ClientFrame.Delete("2", channel, bens, null, null));
      assertThat(owner.next(Ack.class).ref()).isEqualTo("2");
    }
    assertThat(await(ben.session().message(channel, bens)).deleted().by()).isEqualTo(anna.id());
    assertThat(await(ben.session().message(channel, annas)).deleted()).isNull();
  }

  @Test
  void whatOneDeviceKeepsTheOthersHearOf(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Team team = Team.of(anna);
    String channel = team.general();
    long seq = await(anna.session().send(channel, Ids.now(), "a question")).seq();
    try (RawSocket device = RawSocket.open(vertx, cluster.address(1), anna)) {
      await(anna.session().keepDraft(channel, "half a sen"));
      assertThat(device.next(DraftChanged.class).channel()).isEqualTo(channel);
      assertThat(await(anna.session().drafts(null)).items())
          .extracting(draft -> draft.body())
          .containsExactly("half a sen");
      await(anna.session().removeDraft(channel));
      assertThat(device.next(DraftChanged.class).channel()).isEqualTo(channel);
      assertThat(await(anna.session().drafts(null)).items()).isEmpty();

      await(anna.session().follow(channel, seq, true));
      assertThat(device.next(ThreadChanged.class))
          .isEqualTo(new ThreadChanged(channel, seq, true, null));
    }
  }

  /** Waits until the person's threads are these, read page by page with one on each. */
  private static void eventually(Cluster cluster, Person person, List<Long> wanted)
      throws Exception {
    Await.until(
        Duration.ofSeconds(30),
        () -> threads(cluster, person).equals(wanted),
        "the threads are not those with the newest comments first");
  }

  private static List<Long> threads(Cluster cluster, Person person) {
    List<Long> found = new ArrayList<>();
    String cursor = "";
    do {
      String path = "/me/threads?limit=1" + cursor;
      JsonObject page = new JsonObject(RawRest.get(cluster.address(0), person, path).join().body());
      JsonArray items = page.getJsonArray("items");
      assertThat(items).hasSizeLessThanOrEqualTo(1);
      items.forEach(item -> found.add(((JsonObject) item).getJsonObject("message").getLong("seq")));
      cursor = "&cursor=" + page.getString("next");
    } while (!cursor.endsWith("=null"));
    return found;
  }

  private static long unread(Person person) {
    try {
      return await(person.session().threads(null)).items().stream()
          .mapToLong(thread -> thread.unread())
          .findFirst()
          .orElse(-1);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
