package chat.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import chat.log.Partitions;
import chat.log.ReadLog.Entry;
import chat.log.ReadLog.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Read positions that come in another order than they were stored. */
class ReadFeedTest {
  private static final String USER = "user";
  private static final String CHANNEL = "channel";
  private static final int MESSAGE = 1_000;

  private final List<Position> told = new ArrayList<>();
  private final List<Collection<Position>> asked = new ArrayList<>();
  private final List<Promise<List<Entry>>> answers = new ArrayList<>();
  private final ReadFeed feed = new ReadFeed(new Partitions(1), this::ask, told::addAll);

  private Future<List<Entry>> ask(Collection<Position> positions) {
    asked.add(positions);
    answers.add(Promise.promise());
    return answers.getLast().future();
  }

  private static Entry entry(String channel, long n, long offset) {
    return new Entry(new Position(USER, channel, n), offset);
  }

  private void heard(Entry... entries) {
    feed.heard(List.of(entries));
  }

  /** The store answers a question, from 0. */
  private void stored(int question, Entry... entries) {
    answers.get(question).complete(List.of(entries));
  }

  private List<Long> told(String channel) {
    return told.stream()
        .filter(position -> position.channel().equals(channel))
        .map(Position::n)
        .toList();
  }

  @Test
  void whatComesInOrderIsPassedOnAtOnceAndAsksForNothing() {
    heard(entry(CHANNEL, 5, 0), entry("other", 1, 3));
    heard(entry("other", 2, 4), entry(CHANNEL, 7, 9));
    heard(entry(CHANNEL, 7, 9));

    assertThat(told(CHANNEL)).containsExactly(5L, 7L, 7L);
    assertThat(told("other")).containsExactly(1L, 2L);
    assertThat(asked).isEmpty();
  }

  @Test
  void whatComesLateIsToldAsItIsStoredNow() {
    heard(entry(CHANNEL, 9, 20));
    heard(entry(CHANNEL, 5, 10), entry("other", 3, 12));

    assertThat(told(CHANNEL)).containsExactly(9L);
    stored(0, entry(CHANNEL, 9, 20), entry("other", 4, 15));

    assertThat(told(CHANNEL)).containsExactly(9L, 9L);
    assertThat(told("other")).as("nobody has told this one yet").containsExactly(4L);
  }

  @Test
  void partitionsHaveTheirOwnOrder() {
    Partitions partitions = new Partitions(64);
    String elsewhere =
        LongStream.range(0, 100)
            .mapToObj(i -> "user" + i)
            .filter(user -> partitions.of(user) != partitions.of(USER))
            .findFirst()
            .orElseThrow();
    ReadFeed many = new ReadFeed(partitions, this::ask, told::addAll);

    many.heard(List.of(entry(CHANNEL, 9, 20)));
    many.heard(List.of(new Entry(new Position(elsewhere, CHANNEL, 2), 10)));

    assertThat(told(CHANNEL)).containsExactly(9L, 2L);
    assertThat(asked).isEmpty();
  }

  @Test
  void anAnswerOfTheStoreIsLeftOutIfALaterPositionCameMeanwhile() {
    heard(entry(CHANNEL, 9, 20));
    heard(entry(CHANNEL, 5, 10));
    heard(entry(CHANNEL, 12, 30));
    stored(0, entry(CHANNEL, 9, 20));

    assertThat(told(CHANNEL)).containsExactly(9L, 12L);
  }

  @Test
  void whatTheStoreTellsIsNotTakenBackByWhatWasUnderWay() {
    heard(entry("other", 1, 20));
    heard(entry(CHANNEL, 5, 10));
    stored(0, entry(CHANNEL, 12, 40));
    heard(entry(CHANNEL, 9, 30));
    assertThat(told(CHANNEL)).containsExactly(12L);
    stored(1, entry(CHANNEL, 12, 40));

    assertThat(told(CHANNEL)).containsExactly(12L, 12L);
  }

  @Test
  void ofTwoQuestionsTheLaterCounts() {
    heard(entry("other", 1, 50));
    heard(entry(CHANNEL, 5, 10));
    heard(entry(CHANNEL, 7, 12));
    stored(1, entry(CHANNEL, 7, 12));
    stored(0, entry(CHANNEL, 5, 10));

    assertThat(told(CHANNEL)).containsExactly(7L);
  }

  @Test
  void lateOnesAreLeftOutIfTheStoreIsAwayAndAskedForAnewTheNextTime() {
    heard(entry(CHANNEL, 9, 20));
    heard(entry("other", 5, 10));
    answers.getFirst().fail("away");
    heard(entry("other", 5, 10));
    stored(1, entry("other", 5, 10));

    assertThat(told("other")).containsExactly(5L);
  }

  @Test
  void noMoreThanTenThousandLateOnesAreReadAtATime() {
    heard(entry(CHANNEL, 1, 1_000_000));
    for (int message = 0; message < 11; message++) {
      long first = message * MESSAGE;
      feed.heard(
          LongStream.range(first, first + MESSAGE).mapToObj(i -> entry("c" + i, 1, i)).toList());
    }
    assertThat(asked).hasSize(10);

    answers.getFirst().complete(List.of());
    heard(entry("late", 1, 1));

    assertThat(asked).as("there is room again").hasSize(11);
  }
}
