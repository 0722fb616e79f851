package chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.MemberChange;
import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChannelTimelineTest {
  private static final String CHANNEL = "c";

  @Test
  void anEventAfterAGapWaitsUntilThePageBringsWhatIsMissing() {
    ChannelTimeline timeline = new ChannelTimeline(0, 10);

    assertThat(seqs(timeline.offer(message(1)))).containsExactly(1L);
    assertThat(timeline.offer(message(3))).isEmpty();
    assertThat(timeline.isBehind()).isTrue();
    assertThat(seqs(timeline.merge(new Changes(List.of(message(2).message()), 2, false))))
        .containsExactly(2L, 3L);
    assertThat(timeline.isBehind()).isFalse();
  }

  @Test
  void anEventThatComesTwiceIsGivenOnce() {
    ChannelTimeline timeline = new ChannelTimeline(0, 10);
    timeline.offer(message(1));

    assertThat(timeline.offer(message(1))).isEmpty();
    assertThat(timeline.merge(new Changes(List.of(message(1).message()), 1, false))).isEmpty();
  }

  @Test
  void aHeldMembershipChangeIsGivenBetweenTheMessagesOfAPage() {
    ChannelTimeline timeline = new ChannelTimeline(0, 10);
    timeline.offer(member(2));

    List<Event> given =
        timeline.merge(new Changes(List.of(message(1).message(), message(3).message()), 3, false));

    assertThat(seqs(given)).containsExactly(1L, 2L, 3L);
    assertThat(given.get(1).member()).isNotNull();
  }

  @Test
  void moreThanCanBeHeldIsFetchedAgain() {
    ChannelTimeline timeline = new ChannelTimeline(0, 2);
    for (long seq = 2; seq <= 6; seq++) {
      timeline.offer(message(seq));
    }

    assertThat(seqs(timeline.merge(new Changes(List.of(message(1).message()), 1, false))))
        .containsExactly(1L, 2L, 3L);
    assertThat(timeline.isBehind()).as("4 to 6 were dropped").isTrue();
    assertThat(timeline.position()).isEqualTo(3);
  }

  @Test
  void aDoubtEndsOnlyWithAWholeAnswer() {
    ChannelTimeline timeline = new ChannelTimeline(5, 2);
    timeline.doubt();
    assertThat(timeline.isBehind()).isTrue();

    timeline.merge(new Changes(List.of(message(6).message()), 6, true));
    assertThat(timeline.isBehind()).isTrue();
    timeline.merge(new Changes(List.of(), 6, false));
    assertThat(timeline.isBehind()).isFalse();
  }

  /** Any delivery: lost, repeated, reordered events, pages asked early and merged late. */
  @Property(tries = 500)
  void everyMessageIsGivenOnceInOrderWhateverTheNetworkDoes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int events) {
    Random random = new Random(seed);
    List<Event> log = new ArrayList<>();
    for (long seq = 1; seq <= events; seq++) {
      log.add(random.nextInt(8) == 0 ? member(seq) : message(seq));
    }
    ChannelTimeline timeline = new ChannelTimeline(0, 1 + random.nextInt(10));
    List<Event> given = new ArrayList<>();
    List<Changes> underWay = new ArrayList<>();
    int written = 0;
    while (written < events || timeline.isBehind()) {
      int step = random.nextInt(4);
      if (step == 0 && written < events) {
        written++;
        timeline.headIs(random.nextBoolean() ? written : 0);
      } else if (step == 1 && written > 0) {
        int from = Math.max(0, written - 12);
        given.addAll(timeline.offer(log.get(from + random.nextInt(written - from))));
      } else if (step == 2 && underWay.size() < 3) {
        underWay.add(page(log.subList(0, written), timeline.position(), 1 + random.nextInt(5)));
      } else if (!underWay.isEmpty()) {
        given.addAll(timeline.merge(underWay.remove(random.nextInt(underWay.size()))));
      }
      timeline.headIs(written == events ? events : 0);
    }

    assertThat(given).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
    assertThat(seqs(given)).doesNotHaveDuplicates();
    assertThat(given.stream().filter(event -> event.message() != null).map(Event::seq))
        .as("no message is missing")
        .containsExactlyElementsOf(
            log.stream().filter(event -> event.message() != null).map(Event::seq).toList());
  }

  private static Changes page(List<Event> log, long since, int limit) {
    List<Message> all =
        log.stream()
            .filter(event -> event.message() != null && event.seq() > since)
            .map(Event::message)
            .toList();
    return all.size() > limit
        ? new Changes(all.subList(0, limit), all.get(limit - 1).rev(), true)
        : new Changes(all, Math.max(since, log.size()), false);
  }

  private static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::seq).toList();
  }

  private static Event message(long seq) {
    return Event.of(
        new Message(
            CHANNEL,
            "id" + seq,
            seq,
            seq,
            seq,
            "u",
            "d",
            Instant.EPOCH,
            "text",
            "none",
            List.of()));
  }

  private static Event member(long seq) {
    MemberChange change =
        new MemberChange(List.of(new MemberChange.Member("u", "member")), List.of(), "u", seq);
    return Event.of(CHANNEL, seq, 0, change, Instant.EPOCH);
  }

  @Test
  void aLongRunInOrderIsGivenAsItComes() {
    ChannelTimeline timeline = new ChannelTimeline(0, 1);

    assertThat(LongStream.rangeClosed(1, 1000).mapToObj(ChannelTimelineTest::message))
        .allSatisfy(event -> assertThat(timeline.offer(event)).containsExactly(event));
  }
}
