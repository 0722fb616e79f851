package chat.cli;

import static chat.cli.CliCommand.await;

import chat.protocol.Imported;
import chat.protocol.Limits;
import chat.protocol.Message;
import java.time.Instant;
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
  private final boolean seq;

  /**
   * Prints to {@code terminal}.
   *
   * @param seq whether to show where each message stands
   */
  Transcript(SignedIn me, Terminal terminal, boolean seq) {
    this.me = me;
    this.terminal = terminal;
    this.seq = seq;
  }

  void print(Message message) throws Exception {
    String text =
        message.deleted() != null
            ? "(deleted)"
            : message.body().replace("\n", "\n    ") + (isEdited(message) ? " (edited)" : "");
    String place = seq ? message.seq() + "  " : "";
    Imported imported = message.imported();
    String author =
        imported == null
            ? me.nameOf(message.sender())
            : imported.author() + " (imported by " + me.nameOf(message.sender()) + ")";
    Instant time = imported == null ? message.time() : imported.time();
    terminal.line(place + TIME.format(time) + "  " + author + ": " + text);
    String below = below(message);
    if (!below.isEmpty()) {
      terminal.line("    " + below);
    }
  }

  private static boolean isEdited(Message message) {
    return message.edited() != null
        || (message.imported() != null && message.imported().edited() != null);
  }

  /** Its reactions and how many comments it has. */
  private static String below(Message message) {
    List<String> parts = new ArrayList<>();
    if (message.imported() != null && message.imported().reactions() != null) {
      message.imported().reactions().forEach(each -> parts.add(each.emoji() + " " + each.count()));
    }
    if (message.reactions() != null) {
      message.reactions().forEach(each -> parts.add(each.emoji() + " " + each.count()));
    }
    if (message.comments() != null && message.comments().count() > 0) {
      parts.add("💬 " + message.comments().count());
    }
    return String.join("  ", parts);
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
