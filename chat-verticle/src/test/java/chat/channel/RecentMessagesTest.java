package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.bus.OwnerMessages.Page;
import chat.bus.OwnerMessages.Page.Kind;
import chat.protocol.Message;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentMessagesTest {
  private static final long PLENTY = 1 << 20;

  private static Message message(long seq, long rev, String body) {
    return new Message(
        "c", "id" + seq, seq, seq, rev, "s", "d", Instant.EPOCH, body, "none", List.of());
  }

  private static void post(RecentMessages recent, long from, long to) {
    LongStream.rangeClosed(from, to).forEach(seq -> recent.put(message(seq, seq, "text")));
  }

  private static void holds(RecentMessages recent, Page page, boolean all, Long... seqs) {
    List<Message> found = recent.page(page);
    assertThat(found).extracting(Message::seq).containsExactly(seqs);
    assertThat(recent.hasAll(page, found.size())).isEqualTo(all);
  }

  @Test
  void aPageIsWholeOnlyIfNothingOfItIsOlderThanWhatIsHere() {
    RecentMessages recent = new RecentMessages(10, new RecentMessages.Budget(PLENTY));
    post(recent, 11, 14);

    holds(recent, new Page(Kind.BEFORE, Long.MAX_VALUE, 2), true, 13L, 14L);
    holds(recent, new Page(Kind.BEFORE, 13, 3), false, 11L, 12L);
    holds(recent, new Page(Kind.AFTER, 10, 3), true, 11L, 12L, 13L);
    holds(recent, new Page(Kind.AFTER, 9, 1), false, 11L);
    holds(recent, new Page(Kind.CHANGED, 12, 9), true, 13L, 14L);
    holds(recent, new Page(Kind.CHANGED, 9, 9), false, 11L, 12L, 13L, 14L);
  }

  @Test
  void aChannelThatBeganHereIsWholeHoweverShort() {
    RecentMessages recent = new RecentMessages(0, new RecentMessages.Budget(PLENTY));
    post(recent, 2, 3);

    holds(recent, new Page(Kind.BEFORE, Long.MAX_VALUE, 50), true, 2L, 3L);
  }

  @Test
  void aChangeReplacesTheMessageAndOneOfAnOlderMessageIsKnownToBeMissing() {
    RecentMessages recent = new RecentMessages(10, new RecentMessages.Budget(PLENTY));
    post(recent, 11, 13);
    recent.put(message(11, 14, "changed"));

    assertThat(recent.page(new Page(Kind.BEFORE, 12, 1)).getFirst().body()).isEqualTo("changed");
    holds(recent, new Page(Kind.CHANGED, 12, 9), true, 13L, 11L);

    recent.put(message(4, 15, "not here"));
    holds(recent, new Page(Kind.CHANGED, 12, 9), false, 13L, 11L);
    holds(recent, new Page(Kind.CHANGED, 15, 9), true);
    holds(recent, new Page(Kind.AFTER, 12, 9), true, 13L);
  }

  @Test
  void onlySoManyAreKept() {
    RecentMessages recent = new RecentMessages(0, new RecentMessages.Budget(PLENTY));
    post(recent, 1, RecentMessages.MOST + 10);

    assertThat(recent.from()).isEqualTo(11);
    holds(recent, new Page(Kind.BEFORE, 13, 5), false, 11L, 12L);
  }

  @Test
  void channelsShareABudgetAndTheOneUnusedForLongestGivesUpFirst() {
    RecentMessages.Budget budget = new RecentMessages.Budget(10_000);
    RecentMessages quiet = new RecentMessages(0, budget);
    RecentMessages busy = new RecentMessages(0, budget);
    post(quiet, 1, 5);
    post(busy, 1, 200);

    assertThat(budget.used()).isBetween(9_000L, 10_000L);
    assertThat(quiet.from()).isEqualTo(6);
    assertThat(busy.page(new Page(Kind.AFTER, 0, 200))).isNotEmpty();
    busy.put(message(201, 201, "a".repeat(8_000)));
    assertThat(budget.used()).isZero();
    assertThat(busy.from()).isEqualTo(202);
    post(quiet, 6, 6);
    holds(quiet, new Page(Kind.AFTER, 5, 9), true, 6L);
  }
}
