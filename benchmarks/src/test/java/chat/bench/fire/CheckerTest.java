package chat.bench.fire;

import static chat.bench.fire.Violation.Kind.DUPLICATED;
import static chat.bench.fire.Violation.Kind.FOREIGN;
import static chat.bench.fire.Violation.Kind.INCOMPLETE;
import static chat.bench.fire.Violation.Kind.LATE;
import static chat.bench.fire.Violation.Kind.LOST;
import static chat.bench.fire.Violation.Kind.NOT_WELL;
import static chat.bench.fire.Violation.Kind.OUT_OF_ORDER;
import static chat.bench.fire.Violation.Kind.READ_BACK;
import static chat.bench.fire.Violation.Kind.UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import chat.bench.fire.History.Delivery;
import chat.bench.fire.History.Entry;
import chat.bench.fire.History.Outcome;
import chat.bench.fire.History.Submission;
import chat.bench.fire.History.Trouble;
import chat.bench.fire.History.View;
import chat.bench.fire.History.Window;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each way to break a promise is seen, and a history in which none is broken is clean. */
class CheckerTest {
  private static final String CHANNEL = "c";

  /** Before the first message, members came. */
  private static final long FIRST_SEQ = 4;

  private final List<Submission> submissions = new ArrayList<>();
  private final List<Entry> stored = new ArrayList<>();
  private final List<Entry> changes = new ArrayList<>();
  private final List<Delivery> anna = new ArrayList<>();
  private final List<Delivery> bora = new ArrayList<>();
  private final ReadsTold reads = new ReadsTold(Set.of(CHANNEL, "another"));
  private final Map<String, Long> readAtEnd = new HashMap<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private boolean firstIsLate;

  /** Three messages that are sent at 10, 20, 30, acknowledged 1 later and delivered 2 later. */
  CheckerTest() {
    for (long key = 1; key <= 3; key++) {
      Entry entry = entry(key);
      submissions.add(acknowledged(key, entry));
      stored.add(entry);
      changes.add(entry);
      anna.add(new Delivery(CHANNEL, entry, 10 * key + 2));
      bora.add(new Delivery(CHANNEL, entry, 10 * key + 2));
    }
  }

  private static Entry entry(long key) {
    return new Entry(FIRST_SEQ - 1 + key, key, "id-" + key, key);
  }

  private static Submission acknowledged(long key, Entry place) {
    return new Submission(
        key,
        CHANNEL,
        10 * key,
        new Outcome.Acknowledged(place.seq(), place.n(), place.id(), 10 * key + 1));
  }

  private Verdict check() {
    return Checker.check(
        new History(
            List.of(
                new Window("first", 0, 25, 28, firstIsLate),
                new Window("second", 28, 35, 50, false),
                new Window("third", 50, 55, 60, false)),
            Set.of(CHANNEL),
            submissions,
            Map.of(CHANNEL, stored),
            Map.of(CHANNEL, changes),
            List.of(
                new View("anna", anna, reads.all(), readAtEnd),
                new View("bora", bora, List.of(), Map.of())),
            troubles));
  }

  private void assertBroken(Violation.Kind... kinds) {
    assertThat(check().violations()).extracting(Violation::kind).containsExactly(kinds);
  }

  private void assertAllBrokenAre(Violation.Kind kind) {
    assertThat(check().violations())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.kind()).isEqualTo(kind));
  }

  @Test
  void aHistoryInWhichEverythingIsInItsPlaceIsClean() {
    Verdict verdict = check();

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.lines()).extracting(Verdict.Line::sent).containsExactly(2L, 1L, 0L);
    assertThat(verdict.lines()).extracting(Verdict.Line::acknowledged).containsExactly(2L, 1L, 0L);
  }

  @Test
  void theLongestPauseIsThatOfTheClientThatWaitedLongest() {
    bora.set(1, new Delivery(CHANNEL, entry(2), 27));
    bora.set(2, new Delivery(CHANNEL, entry(3), 49));

    assertThat(check().lines())
        .extracting(line -> line.longestPause().nanos())
        .containsExactly(15L, 22L, 0L);
  }

  @Test
  void anAcknowledgedMessageThatIsNotStoredIsLost() {
    stored.removeLast();
    changes.removeLast();
    anna.removeLast();
    bora.removeLast();

    assertBroken(LOST, INCOMPLETE, INCOMPLETE);
    assertThat(check().lines()).extracting(Verdict.Line::lost).containsExactly(0L, 1L, 0L);
  }

  @Test
  void aMessageThatIsStoredTwiceIsDuplicated() {
    Entry again = new Entry(FIRST_SEQ + 3, 4, "id-3", 3);
    stored.add(again);
    changes.add(again);
    anna.add(new Delivery(CHANNEL, again, 40));
    bora.add(new Delivery(CHANNEL, again, 40));

    assertAllBrokenAre(DUPLICATED);
  }

  @Test
  void anUnacknowledgedMessageMayBeThereOnceButNotTwice() {
    submissions.set(2, new Submission(3, CHANNEL, 30, new Outcome.Failed("gave up", 31)));
    assertBroken(UNANSWERED);

    Entry again = new Entry(FIRST_SEQ + 3, 4, "id-4", 3);
    stored.add(again);
    changes.add(again);
    assertBroken(DUPLICATED, UNANSWERED);
  }

  @Test
  void aMessageThatNobodySentIsForeign() {
    Entry foreign = new Entry(FIRST_SEQ + 3, 4, "id-9", 9);
    stored.add(foreign);
    changes.add(foreign);

    assertBroken(FOREIGN);
    assertThat(check().lines()).extracting(Verdict.Line::foreign).containsExactly(0L, 0L, 1L);
  }

  @Test
  void aGapInTheNumbersIsOutOfOrder() {
    Entry moved = new Entry(FIRST_SEQ + 3, 3, "id-3", 3);
    submissions.set(2, acknowledged(3, moved));
    stored.set(2, moved);
    changes.set(2, moved);
    anna.set(2, new Delivery(CHANNEL, moved, 32));
    bora.set(2, new Delivery(CHANNEL, moved, 32));

    assertBroken(OUT_OF_ORDER);
  }

  @Test
  void changesThatSayAnythingElseThanTheHistoryAreOutOfOrder() {
    changes.removeLast();

    assertBroken(OUT_OF_ORDER);
  }

  @Test
  void anAcknowledgedPlaceThatIsNotTheMessagesIsOutOfOrder() {
    submissions.set(0, acknowledged(1, entry(2)));

    assertBroken(OUT_OF_ORDER);
  }

  @Test
  void aClientThatGetsAMessageTwiceHasADuplicate() {
    anna.add(new Delivery(CHANNEL, entry(3), 40));

    assertBroken(DUPLICATED);
  }

  @Test
  void aClientThatGetsAnotherOrderIsOutOfOrder() {
    Delivery second = anna.remove(1);
    anna.add(second);

    // At 22, but after the one of 32.
    assertBroken(OUT_OF_ORDER);
  }

  @Test
  void aClientThatGetsAnotherMessageInThatPlaceIsOutOfOrder() {
    anna.set(2, new Delivery(CHANNEL, new Entry(FIRST_SEQ + 2, 3, "id-7", 3), 32));

    assertBroken(OUT_OF_ORDER);
  }

  @Test
  void aClientThatNeverGetsAMessageIsIncomplete() {
    bora.remove(1);

    assertBroken(INCOMPLETE);
  }

  @Test
  void aMessageThatComesAfterTheEndOfItsWindowIsTooLate() {
    bora.set(1, new Delivery(CHANNEL, entry(2), 28));
    assertThat(check().isClean()).isTrue();

    bora.set(1, new Delivery(CHANNEL, entry(2), 29));
    assertBroken(LATE);
    assertThat(check().lines()).extracting(Verdict.Line::incomplete).containsExactly(1L, 0L, 0L);
  }

  @Test
  void aSendThatIsNeverAnsweredIsReported() {
    submissions.add(new Submission(4, CHANNEL, 40, new Outcome.Unanswered()));

    assertBroken(UNANSWERED);
  }

  /** Anna's socket is signed in; {@code read} is {@code null} where it can't be told. */
  private void signsIn(Long read, long at) {
    ChannelHead head = new ChannelHead(CHANNEL, 6, 3, 6, read, null);
    reads.heard(new ServerFrame.Ready("anna", "d", "s", Instant.EPOCH, List.of(head)), at);
  }

  private void toldLive(String channel, long n, long at) {
    reads.heard(new ServerFrame.ReadPosition(channel, n), at);
  }

  @Test
  void aReadPositionThatIsToldLiveMayStayButNotGoBack() {
    signsIn(0L, 5);
    toldLive(CHANNEL, 2, 15);
    toldLive(CHANNEL, 2, 16);
    toldLive("another", 1, 17);
    assertThat(check().isClean()).isTrue();

    toldLive(CHANNEL, 1, 40);
    assertBroken(READ_BACK);
    assertThat(check().lines()).extracting(Verdict.Line::readsBack).containsExactly(0L, 1L, 0L);
  }

  @Test
  void aSignInKnowsWhatWasToldBefore() {
    signsIn(1L, 5);
    toldLive(CHANNEL, 2, 15);
    signsIn(2L, 20);
    assertThat(check().isClean()).isTrue();

    signsIn(1L, 30);
    assertBroken(READ_BACK);
  }

  @Test
  void aReadPositionThatWasUnderWayDuringASignInMayBeBehindIt() {
    signsIn(3L, 5);
    toldLive(CHANNEL, 2, 6);
    assertThat(check().isClean()).isTrue();

    toldLive(CHANNEL, 1, 7);
    assertBroken(READ_BACK);
  }

  @Test
  void anAnswerThatASignInOwesMayCrossWhatIsToldLiveButTheNextKnowsAll() {
    signsIn(null, 5);
    toldLive(CHANNEL, 3, 6);
    toldLive(CHANNEL, 2, 7);
    signsIn(3L, 20);
    assertThat(check().isClean()).isTrue();

    signsIn(2L, 30);
    assertBroken(READ_BACK);
  }

  @Test
  void whereNodesHoldUpWhatTheyTellAReadPositionMayComeLate() {
    signsIn(0L, 5);
    toldLive(CHANNEL, 3, 10);
    toldLive(CHANNEL, 2, 20);
    toldLive(CHANNEL, 1, 40);
    assertBroken(READ_BACK, READ_BACK);

    firstIsLate = true;
    assertThat(check().isClean()).isTrue();

    toldLive(CHANNEL, 2, 55);
    assertBroken(READ_BACK);
  }

  @Test
  void aReadPositionThatWasToldAndIsGoneInTheEndIsLost() {
    signsIn(0L, 5);
    toldLive(CHANNEL, 3, 15);
    readAtEnd.put(CHANNEL, 3L);
    assertThat(check().isClean()).isTrue();

    readAtEnd.put(CHANNEL, 2L);
    assertBroken(READ_BACK);
  }

  @Test
  void aCellThatDoesNotRecoverBreaksAPromise() {
    troubles.add(new Trouble("node-2 is not ready", 40));

    assertBroken(NOT_WELL);
    assertThat(check().lines()).extracting(Verdict.Line::notWell).containsExactly(0L, 1L, 0L);
  }
}
