package chat.channel;

import chat.id.Ids;
import chat.id.OperationId;
import chat.log.LogRecord;
import chat.protocol.MemberChange.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logs of one channel with everything that people do to messages, repeats and nonsense included.
 */
final class RandomConversation {
  static final String CHANNEL = Ids.random();
  static final List<String> USERS = List.of(Ids.random(), Ids.random(), Ids.random(), Ids.random());
  static final List<String> EMOJI = List.of("👍", "❤️", "🇰🇷");
  private static final long START = 1_800_000_000_000L;

  private final Random random;
  private long time = START;
  private long version;

  private RandomConversation(long seed) {
    this.random = new Random(seed);
  }

  static List<LoggedRecord> of(long seed, int length) {
    return new RandomConversation(seed).log(length);
  }

  private List<LoggedRecord> log(int length) {
    List<LoggedRecord> log = new ArrayList<>();
    List<LogRecord> sent = new ArrayList<>();
    long offset = random.nextInt(10);
    for (int i = 0; i < length; i++) {
      offset += 1 + random.nextInt(3);
      time += random.nextInt(12) == 0 ? random.nextInt(400_000) : random.nextInt(100);
      LogRecord record =
          switch (random.nextInt(20)) {
            case 0 -> null;
            case 1, 2 -> sent.isEmpty() ? null : sent.get(random.nextInt(sent.size()));
            default -> record(i);
          };
      if (record != null) {
        sent.add(record);
      }
      log.add(new LoggedRecord(CHANNEL, record, offset, time));
    }
    return log;
  }

  private LogRecord record(int i) {
    // Some about messages that are not there, or that are events of another kind.
    long seq = 1 + random.nextInt(i + 2);
    String user = USERS.get(random.nextInt(USERS.size()));
    String id =
        OperationId.of(
                time - (random.nextInt(15) == 0 ? 700_000 : random.nextInt(1_000)),
                random.nextLong(),
                random.nextLong())
            .toString();
    return switch (random.nextInt(10)) {
      case 0, 1 ->
          new LogRecord.PostMessage(CHANNEL, id, user, "device", "text " + i, "none", List.of());
      case 2, 3 ->
          new LogRecord.PostMessage(
              CHANNEL,
              id,
              user,
              "device",
              "comment " + i,
              "none",
              List.of(),
              seq,
              random.nextInt(3) == 0,
              null,
              null);
      case 4 ->
          new LogRecord.EditMessage(
              CHANNEL, id, user, seq, i + 1 - random.nextInt(4), "edit " + i, "none", List.of());
      case 5 ->
          random.nextInt(3) == 0
              ? new LogRecord.DeleteMessage(CHANNEL, id, user, seq, 0, random.nextBoolean())
              : new LogRecord.React(CHANNEL, id, user, seq, emoji(), true);
      case 6, 7 -> new LogRecord.React(CHANNEL, id, user, seq, emoji(), random.nextInt(3) > 0);
      case 8 -> new LogRecord.Pin(CHANNEL, id, user, seq, random.nextBoolean());
      default -> members(user);
    };
  }

  private String emoji() {
    return EMOJI.get(random.nextInt(EMOJI.size()));
  }

  private LogRecord members(String user) {
    version++;
    return random.nextInt(4) > 0
        ? new LogRecord.ChangeMembers(
            CHANNEL, version, List.of(new Member(user, "member")), List.of(), user)
        : new LogRecord.ChangeMembers(CHANNEL, version, List.of(), List.of(user), user);
  }
}
