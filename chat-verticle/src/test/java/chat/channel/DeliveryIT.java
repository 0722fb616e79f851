package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.bus.Addresses;
import chat.bus.News;
import chat.bus.ReadsAdvanced;
import chat.bus.SessionRevoked;
import chat.delivery.DeliveryMessages;
import chat.delivery.FeedEvent;
import chat.delivery.Subscriber;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.protocol.MemberChange;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events reach a node whole and in order, whatever the event bus loses on the way. */
@UseBackends({Backend.KAFKA, Backend.MONGO})
class DeliveryIT {
  private TestCell cell;
  private final Loop loop = new Loop();

  private static final class Loop implements Subscriber {
    final Map<String, List<Long>> events = new ConcurrentHashMap<>();
    final Map<String, Head> heads = new ConcurrentHashMap<>();
    final List<String> lost = new CopyOnWriteArrayList<>();
    final List<MemberChange> members = new CopyOnWriteArrayList<>();
    final List<ReadLog.Position> reads = new CopyOnWriteArrayList<>();

    @Override
    public void deliver(List<FeedEvent> delivered) {
      for (FeedEvent event : delivered) {
        events.computeIfAbsent(event.channel(), c -> new CopyOnWriteArrayList<>()).add(event.seq());
        if (event.members() != null) {
          members.add(event.members());
        }
      }
    }

    @Override
    public void following(long request, Map<String, Head> confirmed) {
      heads.putAll(confirmed);
    }

    @Override
    public void lost(String channel) {
      lost.add(channel);
    }

    @Override
    public void membersLost() {
      lost.add("members");
    }

    @Override
    public void revoked(SessionRevoked session) {}

    @Override
    public void typing(DeliveryMessages.Typing typing) {}

    @Override
    public void readsAdvanced(List<ReadLog.Position> advanced) {
      reads.addAll(advanced);
    }

    @Override
    public void news(News news) {}
  }

  @BeforeEach
  void start(Backends backends) throws Exception {
    cell = new TestCell(backends);
    cell.feeds.subscribe(loop);
  }

  @AfterEach
  void stop() {
    cell.close();
  }

  @Test
  void everyEventArrivesOnceAndInOrderOverABusThatLosesAFifth() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    cell.vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              Object body = delivery.body();
              boolean mayBeLost =
                  body instanceof DeliveryMessages.Batch
                      || body instanceof DeliveryMessages.Interest
                      || body instanceof DeliveryMessages.Confirmed;
              synchronized (random) {
                if (mayBeLost && random.nextInt(5) == 0) {
                  return;
                }
              }
              delivery.next();
            });
    cell.startOwner(200);
    List<String> channels = List.of(Ids.random(), Ids.random(), Ids.random());
    cell.feeds.follow(loop, 1, Set.copyOf(channels));
    TestCell.await("heads", () -> loop.heads.size() == 3);

    Map<String, Integer> sent = new HashMap<>();
    for (int round = 0; round < 30; round++) {
      List<Future<?>> posts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String channel = channels.get(random.nextInt(2));
        sent.merge(channel, 1, Integer::sum);
        posts.add(cell.post(channel, TestCell.newId(), "text"));
      }
      Future.all(posts).await();
    }
    // The only message of a quiet channel: nothing follows that would show its loss.
    cell.post(channels.get(2), TestCell.newId(), "the last").await();
    sent.put(channels.get(2), 1);

    for (String channel : channels) {
      TestCell.await(
          "all events of a channel",
          () -> loop.events.getOrDefault(channel, List.of()).size() >= sent.get(channel));
      assertThat(loop.events.get(channel))
          .isEqualTo(LongStream.rangeClosed(1, sent.get(channel)).boxed().toList());
    }
    assertThat(loop.lost).isEmpty();
  }

  @Test
  void aNewOwnerLeavesNoGap() throws Exception {
    String owner = cell.startOwner(100);
    String channel = Ids.random();
    cell.feeds.follow(loop, 1, Set.of(channel));
    TestCell.await("a head", () -> loop.heads.containsKey(channel));
    Future.all(LongStream.range(0, 50).mapToObj(i -> post(channel)).toList()).await();
    cell.stopOwner(owner);

    List<Future<?>> meanwhile = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      meanwhile.add(post(channel));
    }
    cell.startOwner(100);
    Future.all(meanwhile).await();

    TestCell.await("all events", () -> loop.events.get(channel).size() >= 100);
    assertThat(loop.events.get(channel)).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
  }

  private Future<?> post(String channel) {
    return cell.post(channel, TestCell.newId(), "text");
  }

  @Test
  void aChangeOfMembersReachesNodesThatDoNotFollowTheChannel() throws Exception {
    cell.startOwner(100);
    TestCell.await("readiness", cell.feeds::isReady);
    String channel = Ids.random();
    String user = Ids.random();

    cell.log
        .append(
            new LogRecord.ChangeMembers(
                channel, 1, List.of(new MemberChange.Member(user, "member")), List.of(), user))
        .await();

    TestCell.await("the change", () -> !loop.members.isEmpty());
    assertThat(loop.members.getFirst().added().getFirst().user()).isEqualTo(user);
    assertThat(loop.members.getFirst().version()).isEqualTo(1);
  }

  @Test
  void aReadPositionThatComesLateIsToldAsItIsStored() throws Exception {
    cell.startReads();
    String user = Ids.random();
    ReadLog.Position early = new ReadLog.Position(user, "channel", 3);
    ReadLog.Position later = new ReadLog.Position(user, "channel", 5);
    cell.reads.advance(early).await();
    TestCell.await("the first", () -> loop.reads.contains(early));
    cell.reads.advance(later).await();
    TestCell.await("the second", () -> loop.reads.getLast().equals(later));
    int told = loop.reads.size();

    cell.vertx
        .eventBus()
        .publish(Addresses.READS_ADVANCED, new ReadsAdvanced(List.of(new ReadLog.Entry(early, 0))));

    TestCell.await("the late one", () -> loop.reads.size() > told);
    assertThat(loop.reads.getLast()).isEqualTo(later);
  }
}
