package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.id.Ids;
import chat.id.OperationId;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.problem.ProblemType;
import chat.protocol.MemberChange.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private static final String CHANNEL = Ids.random();
  private static final long NOW = 1_800_000_000_000L;
  private static final long MINUTE = 60_000;

  private final ChannelState state = new ChannelState(CHANNEL);
  private long offset;

  private Decision post(String id, String sender, long at) {
    return apply(
        new LogRecord.PostMessage(CHANNEL, id, sender, "device", "hello", "none", List.of()), at);
  }

  private Decision apply(LogRecord record, long at) {
    return Sequencer.apply(state, new LoggedRecord(CHANNEL, record, offset++, at), null);
  }

  private static String id(long millis) {
    return OperationId.of(millis, 1, millis).toString();
  }

  private static ProblemType refusal(Decision decision) {
    return ((Answer.Refused) decision.answer()).type();
  }

  @Test
  void aMessageGetsTheNextPlace() {
    assertThat(post(id(NOW), "u", NOW).answer())
        .isEqualTo(new Answer.Accepted(1, 1, java.time.Instant.ofEpochMilli(NOW)));
    assertThat(post(id(NOW + 1), "u", NOW + 1).answer())
        .isEqualTo(new Answer.Accepted(2, 2, java.time.Instant.ofEpochMilli(NOW + 1)));
  }

  @Test
  void aMessageSentTwiceHasOnePlace() {
    Answer first = post(id(NOW), "u", NOW).answer();
    post(id(NOW + 1), "u", NOW + 1);

    assertThat(post(id(NOW), "u", NOW + 9 * MINUTE)).isInstanceOf(Decision.Repeated.class);
    assertThat(post(id(NOW), "u", NOW + 9 * MINUTE).answer()).isEqualTo(first);
    assertThat(state.seq).isEqualTo(2);
  }

  @Test
  void anIdOlderThanTenMinutesIsStale() {
    assertThat(refusal(post(id(NOW - 10 * MINUTE - 1), "u", NOW))).isEqualTo(ProblemType.STALE_ID);
    assertThat(post(id(NOW - 10 * MINUTE), "u", NOW)).isInstanceOf(Decision.Posted.class);
  }

  @Test
  void anIdFromTheFutureCannotOutliveTheWindow() {
    assertThat(refusal(post(id(NOW + 5 * MINUTE + 1), "u", NOW)))
        .isEqualTo(ProblemType.BAD_REQUEST);

    String ahead = id(NOW + 5 * MINUTE);
    Answer first = post(ahead, "u", NOW).answer();
    assertThat(post(ahead, "u", NOW + 15 * MINUTE).answer()).isEqualTo(first);
    assertThat(refusal(post(ahead, "u", NOW + 15 * MINUTE + 1))).isEqualTo(ProblemType.STALE_ID);
  }

  @Test
  void whoWasRemovedMayNotPostUntilAddedAgain() {
    apply(new LogRecord.ChangeMembers(CHANNEL, 1, List.of(), List.of("u"), "a"), NOW);
    assertThat(refusal(post(id(NOW), "u", NOW))).isEqualTo(ProblemType.FORBIDDEN);

    apply(
        new LogRecord.ChangeMembers(CHANNEL, 2, List.of(new Member("u", "member")), List.of(), "a"),
        NOW);
    assertThat(post(id(NOW), "u", NOW)).isInstanceOf(Decision.Posted.class);
  }

  @Test
  void membershipChangesAreAppliedInTheirOrderAndOnce() {
    LogRecord first = new LogRecord.ChangeMembers(CHANNEL, 1, List.of(), List.of("u"), "a");
    LogRecord third = new LogRecord.ChangeMembers(CHANNEL, 3, List.of(), List.of("v"), "a");

    assertThat(apply(first, NOW)).isInstanceOf(Decision.MembersChanged.class);
    assertThat(apply(first, NOW)).isInstanceOf(Decision.Repeated.class);
    assertThat(refusal(apply(third, NOW))).isEqualTo(ProblemType.OUT_OF_ORDER);
    assertThat(state.seq).isEqualTo(1);
  }

  @Test
  void anArchivedChannelTakesNoMessageUntilItIsBroughtBack() {
    assertThat(apply(channel(1, true), NOW)).isInstanceOf(Decision.ChannelChanged.class);
    assertThat(refusal(post(id(NOW), "u", NOW))).isEqualTo(ProblemType.ARCHIVED);

    apply(channel(2, false), NOW);
    assertThat(post(id(NOW), "u", NOW)).isInstanceOf(Decision.Posted.class);
  }

  @Test
  void aMessageFromBeforeTheArchivingIsStillAnsweredLikeTheFirstTime() {
    Answer first = post(id(NOW), "u", NOW).answer();
    apply(channel(1, true), NOW);

    assertThat(post(id(NOW), "u", NOW).answer()).isEqualTo(first);
  }

  @Test
  void changesOfTheChannelAndOfItsMembersAreCountedTogether() {
    assertThat(apply(channel(1, false), NOW)).isInstanceOf(Decision.ChannelChanged.class);
    assertThat(apply(channel(1, true), NOW)).isInstanceOf(Decision.Repeated.class);
    LogRecord third = new LogRecord.ChangeMembers(CHANNEL, 3, List.of(), List.of("v"), "a");
    assertThat(refusal(apply(third, NOW))).isEqualTo(ProblemType.OUT_OF_ORDER);
    assertThat(state.archived).isFalse();
    assertThat(state.seq).isEqualTo(1);
  }

  private static LogRecord channel(long version, boolean archived) {
    return new LogRecord.ChangeChannel(CHANNEL, version, "일반", "", archived, "a");
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndTakesNoPlace() {
    LogRecord long1 =
        new LogRecord.PostMessage(
            CHANNEL, id(NOW), "u", "d", "가".repeat(100_001), "none", List.of());
    LogRecord long2 =
        new LogRecord.PostMessage(
            CHANNEL, id(NOW), "u", "d", "가".repeat(100_000), "none", List.of());

    assertThat(refusal(apply(long1, NOW))).isEqualTo(ProblemType.TOO_LARGE);
    assertThat(state.seq).isZero();
    assertThat(apply(long2, NOW)).isInstanceOf(Decision.Posted.class);
  }

  @Test
  void whatCannotBeReadIsRefused() {
    assertThat(refusal(apply(null, NOW))).isEqualTo(ProblemType.BAD_REQUEST);
    assertThat(refusal(post("no id", "u", NOW))).isEqualTo(ProblemType.BAD_REQUEST);
    assertThat(state.seq).isZero();
  }
}
