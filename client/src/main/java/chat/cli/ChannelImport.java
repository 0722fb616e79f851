package chat.cli;

import static chat.cli.CliCommand.await;

import chat.client.Changes;
import chat.client.ChatSession;
import chat.client.Sent;
import chat.id.OperationId;
import chat.protocol.Imported;
import chat.protocol.Limits;
import chat.slack.SlackChannel;
import chat.slack.SlackExport;
import chat.slack.SlackMessage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings one channel of an export over, message by message in their order, so that threads find
 * what they are about. What is there already is known by the key of each imported message, which
 * the server keeps: no state of its own is needed to go on after an interruption.
 *
 * <p>Blocks; for one thread.
 */
final class ChannelImport {
  private final ChatSession session;
  private final SlackExport export;
  private final SlackChannel source;
  private final String target;
  private final SecureRandom random = new SecureRandom();
  private long imported;
  private long present;
  private long files;
  private long shortened;
  private long orphans;

  /** Messages of an earlier import that were deleted here since. */
  private final Set<Long> deleted = new HashSet<>();

  ChannelImport(ChatSession session, SlackExport export, SlackChannel source, String target) {
    this.session = session;
    this.export = export;
    this.source = source;
    this.target = target;
  }

  /**
   * Brings it all.
   *
   * @param onDay is called after each day of the export
   */
  SlackImport.Counts run(Runnable onDay) throws Exception {
    Map<String, Long> places = places();
    for (Path day : export.days(source)) {
      for (SlackMessage message : export.messages(day)) {
        String key = key(message.ts());
        if (places.containsKey(key)) {
          present++;
        } else if (deleted.contains(parent(message, places))) {
          orphans++;
        } else {
          places.put(key, send(message, places));
          imported++;
        }
      }
      onDay.run();
    }
    return new SlackImport.Counts(imported, present, 0, 0, files, shortened, orphans);
  }

  /** Where each imported message of a channel stands, by its key. */
  private Map<String, Long> places() throws Exception {
    Map<String, Long> places = new HashMap<>();
    long rev = 0;
    Changes changes;
    do {
      changes = await(session.changes(target, rev));
      rev = changes.rev();
      changes.items().stream()
          .filter(message -> message.imported() != null)
          .forEach(
              message -> {
                places.put(message.imported().key(), message.seq());
                if (message.deleted() != null) {
                  deleted.add(message.seq());
                }
              });
    } while (changes.more());
    return places;
  }

  /** The place of the message that it comments on; 0 if there is none. */
  private long parent(SlackMessage message, Map<String, Long> places) {
    return message.thread() == null ? 0 : places.getOrDefault(key(message.thread()), 0L);
  }

  private long send(SlackMessage message, Map<String, Long> places) throws Exception {
    OperationId id =
        OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    Sent sent =
        await(
            session.importMessage(
                target,
                id,
                body(message),
                origin(message),
                parent(message, places),
                message.alsoInChannel()));
    return sent.seq();
  }

  /** Its text, with the names of its files, which an export does not hold. */
  private String body(SlackMessage message) {
    StringBuilder body = new StringBuilder(message.text());
    for (String file : message.files()) {
      body.append(body.isEmpty() ? "" : "\n").append("📎 ").append(file);
      files++;
    }
    if (body.length() > Limits.BODY_CODE_UNITS) {
      shortened++;
    }
    return shortened(body.toString().replace("\u0000", ""), Limits.BODY_CODE_UNITS);
  }

  private Imported origin(SlackMessage message) {
    List<Imported.Reaction> reactions = new ArrayList<>();
    for (SlackMessage.Reaction each : message.reactions()) {
      if (!each.names().isEmpty() && reactions.size() < Limits.EMOJI_PER_MESSAGE) {
        reactions.add(
            new Imported.Reaction(
                shortened(each.emoji(), Imported.EMOJI),
                each.names().size(),
                each.names().stream().limit(Imported.NAMES).map(ChannelImport::name).toList()));
      }
    }
    return new Imported(
        name(message.author()),
        message.time(),
        key(message.ts()),
        message.edited(),
        reactions.isEmpty() ? null : reactions);
  }

  private String key(String ts) {
    return "slack:" + source.id() + ":" + ts;
  }

  private static String name(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", " ").strip();
    return printable.isEmpty() ? "?" : shortened(printable, Imported.NAME);
  }

  /** The beginning of a text that does not end within a character. */
  static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
