package chat.cli;

import static chat.cli.CliCommand.await;

import chat.protocol.Limits;
import chat.protocol.Message;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Messages as lines: time, the sender's name, text. */
final class Transcript {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final SignedIn me;
  private final Terminal terminal;

  Transcript(SignedIn me, Terminal terminal) {
    this.me = me;
    this.terminal = terminal;
  }

  void print(Message message) throws Exception {
    String indented = message.body().replace("\n", "\n    ");
    terminal.line(
        TIME.format(message.time()) + "  " + me.nameOf(message.sender()) + ": " + indented);
  }

  /** The newest {@code count} messages of a channel, ascending. */
  static List<Message> last(SignedIn me, String channel, int count) throws Exception {
    if (count < 0) {
      throw new CliException("-n must not be negative");
    }
    List<Message> messages = new ArrayList<>();
    while (messages.size() < count) {
      int limit = Math.min(Limits.PAGE, count - messages.size());
      List<Message> page =
          messages.isEmpty()
              ? await(me.session().history(channel, limit))
              : await(me.session().historyBefore(channel, messages.getFirst().seq(), limit));
      messages.addAll(0, page);
      if (page.size() < limit) {
        break;
      }
    }
    return messages;
  }
}
