package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.delivery.FeedEvent;
import chat.protocol.MemberChange;
import chat.protocol.Message;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {
  private final Tail tail = new Tail(10);

  private static Tail.Entry message(String channel, long seq, long offset) {
    Message message =
        new Message(
            channel, "i", seq, seq, seq, "s", "d", Instant.EPOCH, "text", "none", List.of());
    return new Tail.Entry(new FeedEvent(channel, seq, seq, new byte[100], null), message, offset);
  }

  @Test
  void aChannelIsStoredUpToBeforeItsFirstUnstoredEvent() {
    tail.add(message("a", 1, 10));
    tail.add(message("b", 1, 11));
    tail.add(message("a", 2, 12));
    assertThat(tail.storedSeq("a", 2)).isZero();

    tail.stored(1);

    assertThat(tail.storedSeq("a", 2)).isEqualTo(1);
    assertThat(tail.storedSeq("b", 1)).isZero();
    assertThat(tail.storedSeq("c", 7)).isEqualTo(7);
    assertThat(tail.unstoredMessages("a")).extracting(Message::seq).containsExactly(2L);
  }

  @Test
  void whatWasMissedIsToldWholeOrNotAtAll() {
    for (int i = 1; i <= 5; i++) {
      tail.add(message("a", i, 9 + i));
    }
    tail.stored(3);

    assertThat(tail.missed("a", 2, 5).events())
        .extracting(FeedEvent::seq)
        .containsExactly(3L, 4L, 5L);
    assertThat(tail.missed("a", 5, 5)).isEqualTo(new Tail.Missed(List.of(), true));
    assertThat(tail.missed("b", 3, 9)).isEqualTo(new Tail.Missed(List.of(), false));
  }

  @Test
  void theMemoryOfStoredEventsIsBoundedAndItsBeginIsKnown() {
    for (int i = 1; i <= 2_000; i++) {
      tail.add(message("a", i, 9 + i));
    }
    tail.stored(2_000);

    assertThat(tail.unstoredCount()).isZero();
    assertThat(tail.unstoredBytes()).isZero();
    assertThat(tail.missed("a", 100, 2_000).complete()).isFalse();
    assertThat(tail.missed("a", 1_990, 2_000).events()).hasSize(10);
    assertThat(tail.reachesBackTo(9)).isFalse();
    assertThat(tail.reachesBackTo(2_009)).isTrue();
  }

  @Test
  void changesOfMembersAreFoundByOffset() {
    MemberChange change = new MemberChange(List.of(), List.of("u"), "a", 1);
    tail.add(new Tail.Entry(new FeedEvent("a", 1, 0, new byte[10], change), null, 10));
    tail.add(message("a", 2, 11));

    assertThat(tail.memberChangesAfter(9)).hasSize(1);
    assertThat(tail.memberChangesAfter(10)).isEmpty();
    assertThat(tail.reachesBackTo(9)).isTrue();
    assertThat(tail.reachesBackTo(8)).isFalse();
  }
}
