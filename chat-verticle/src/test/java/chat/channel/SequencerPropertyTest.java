package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.id.Ids;
import chat.id.OperationId;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.protocol.MemberChange.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every log, whoever reads it and from wherever. */
class SequencerPropertyTest {
  private static final String CHANNEL = Ids.random();
  private static final List<String> USERS = List.of(Ids.random(), Ids.random(), Ids.random());
  private static final long START = 1_800_000_000_000L;

  /** A log with repeats, stale and future ids, removals, jumps of version, time and garbage. */
  private static List<LoggedRecord> log(long seed, int length) {
    Random random = new Random(seed);
    List<LoggedRecord> log = new ArrayList<>();
    List<LogRecord> sent = new ArrayList<>();
    long time = START;
    long offset = random.nextInt(10);
    long version = 0;
    for (int i = 0; i < length; i++) {
      offset += 1 + random.nextInt(3);
      time += random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(100);
      long brokerTime = random.nextInt(20) == 0 ? time - random.nextInt(5_000) : time;
      LogRecord record;
      switch (random.nextInt(12)) {
        case 0 -> record = null;
        case 1, 2 -> record = sent.isEmpty() ? null : sent.get(random.nextInt(sent.size()));
        case 3 -> {
          version += random.nextInt(4) == 0 ? 2 : 1;
          String user = USERS.get(random.nextInt(USERS.size()));
          record =
              switch (random.nextInt(5)) {
                case 0, 1 ->
                    new LogRecord.ChangeMembers(
                        CHANNEL, version, List.of(new Member(user, "member")), List.of(), user);
                case 2, 3 ->
                    new LogRecord.ChangeMembers(CHANNEL, version, List.of(), List.of(user), user);
                default ->
                    new LogRecord.ChangeChannel(
                        CHANNEL, version, "name", "", random.nextInt(3) == 0, user);
              };
          if (random.nextInt(4) == 0) {
            version = Math.max(0, version - 2);
          }
        }
        default -> {
          long made = time - 700_000 + random.nextInt(1_100_000);
          made = random.nextInt(3) == 0 ? made : time - random.nextInt(1_000);
          record =
              new LogRecord.PostMessage(
                  CHANNEL,
                  OperationId.of(made, random.nextLong(), random.nextLong()).toString(),
                  USERS.get(random.nextInt(USERS.size())),
                  "device",
                  "text " + i,
                  "none",
                  List.of());
        }
      }
      if (record != null) {
        sent.add(record);
      }
      log.add(new LoggedRecord(CHANNEL, record, offset, brokerTime));
    }
    return log;
  }

  private static List<Decision> decide(ChannelState state, List<LoggedRecord> log) {
    return log.stream().map(record -> Sequencer.apply(state, record, null)).toList();
  }

  @Property(tries = 300)
  void numbersAreContiguousAndNoIdIsTakenTwice(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int length) {
    List<Decision> decisions = decide(new ChannelState(CHANNEL), log(seed, length));

    long seq = 0;
    long n = 0;
    Set<String> ids = new HashSet<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Posted posted) {
        assertThat(posted.message().seq()).isEqualTo(++seq);
        assertThat(posted.message().n()).isEqualTo(++n);
        assertThat(ids.add(posted.message().id())).isTrue();
      } else if (decision instanceof Decision.MembersChanged changed) {
        assertThat(changed.event().seq()).isEqualTo(++seq);
        assertThat(changed.event().n()).isEqualTo(n);
      } else if (decision instanceof Decision.ChannelChanged changed) {
        assertThat(changed.event().seq()).isEqualTo(++seq);
      }
    }
  }

  @Property(tries = 300)
  void aRepeatIsAnsweredLikeTheFirst(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int length) {
    List<LoggedRecord> log = log(seed, length);
    List<Decision> decisions = decide(new ChannelState(CHANNEL), log);

    Map<String, Answer> first = new HashMap<>();
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).record() instanceof LogRecord.PostMessage post) {
        switch (decisions.get(i)) {
          case Decision.Posted posted -> first.put(post.id(), posted.answer());
          case Decision.Repeated repeated ->
              assertThat(repeated.answer()).isEqualTo(first.get(post.id()));
          default -> {}
        }
      }
    }
  }

  @Property(tries = 300)
  void aReplayFromAnySummaryDecidesAlike(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 600) int length,
      @ForAll @IntRange(min = 0, max = 1000) int cutPerMille,
      @ForAll @IntRange(min = 0, max = 50) int replayed) {
    List<LoggedRecord> log = log(seed, length);
    int cut = length * cutPerMille / 1000;
    ChannelState whole = new ChannelState(CHANNEL);
    StoredState store = new StoredState();
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      if (i % 37 == 0 && i <= cut) {
        store.write(whole);
      }
      if (i == cut) {
        store.write(whole);
      }
      decisions.add(Sequencer.apply(whole, log.get(i), null));
    }

    ChannelState successor = cut < length ? store.read() : whole.copy();
    int from = Math.max(0, cut - replayed);
    List<Decision> again = decide(successor, log.subList(from, length));

    assertThat(again.subList(cut - from, again.size())).isEqualTo(decisions.subList(cut, length));
    assertThat(again.subList(0, cut - from))
        .allMatch(d -> d instanceof Decision.Repeated || d instanceof Decision.Included);
    assertSame(successor, whole);
  }

  @Property(tries = 200)
  void anOwnerAndAZombieDecideAlike(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 300) int length) {
    List<LoggedRecord> log = log(seed, length);
    ChannelState owner = new ChannelState(CHANNEL);
    decide(owner, log.subList(0, length / 2));
    ChannelState zombie = owner.copy();

    List<Decision> byOwner = decide(owner, log.subList(length / 2, length));
    List<Decision> byZombie = decide(zombie, log.subList(length / 2, length));

    assertThat(byZombie).isEqualTo(byOwner);
    assertSame(zombie, owner);
  }

  private static void assertSame(ChannelState state, ChannelState expected) {
    assertThat(state.seq).isEqualTo(expected.seq);
    assertThat(state.n).isEqualTo(expected.n);
    assertThat(state.offset).isEqualTo(expected.offset);
    assertThat(state.time).isEqualTo(expected.time);
    assertThat(state.membershipVersion).isEqualTo(expected.membershipVersion);
    assertThat(state.archived).isEqualTo(expected.archived);
    assertThat(state.removals).isEqualTo(expected.removals);
  }

  /** Summaries and chunks as the store keeps them, in bytes. */
  private static final class StoredState {
    private final List<byte[]> chunks = new ArrayList<>();
    private Summary summary = Summary.of(new ChannelState(CHANNEL), List.of(), 0);

    void write(ChannelState state) {
      Summary next = Summary.of(state, List.of(), summary.sealedSeq());
      if (next.isToBeSealed()) {
        chunks.add(EntryBytes.write(next.entries()));
        next = next.sealed();
      }
      summary = next;
    }

    ChannelState read() {
      List<IdWindow.Entry> sealed = new ArrayList<>();
      chunks.forEach(chunk -> sealed.addAll(EntryBytes.read(chunk)));
      return summary.toState(sealed);
    }
  }
}
