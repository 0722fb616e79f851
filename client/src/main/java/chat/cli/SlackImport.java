package chat.cli;

import static chat.cli.CliCommand.await;

import chat.client.Changes;
import chat.client.Channel;
import chat.client.ChatSession;
import chat.client.Sent;
import chat.client.Team;
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
import java.util.List;
import java.util.Map;

/**
 * Brings an export into a team, channel by channel and message by message in their order, so that
 * threads find what they are about. What a channel already has is known by the key of each imported
 * message, which the server keeps: no state of its own is needed to go on after an interruption.
 *
 * <p>Blocks; for one thread.
 */
final class SlackImport {
  private static final int MOST_TOPIC = 250;

  private final SignedIn me;
  private final ChatSession session;
  private final Team team;
  private final SlackExport export;
  private final Progress progress;
  private final SecureRandom random = new SecureRandom();
  private long imported;
  private long present;
  private int newChannels;
  private long files;
  private long shortened;

  /**
   * What came of it.
   *
   * @param present messages that were there already
   * @param files that messages had, of which the export holds the names only
   * @param shortened messages that were too long, of which the beginning was brought over
   */
  record Counts(
      long imported, long present, int channels, int newChannels, long files, long shortened) {}

  SlackImport(SignedIn me, Team team, SlackExport export, Progress progress) {
    this.me = me;
    this.session = me.session();
    this.team = team;
    this.export = export;
    this.progress = progress;
  }

  Counts run() throws Exception {
    Map<String, Channel> existing = new HashMap<>();
    for (Channel channel : SignedIn.all(cursor -> session.archivedChannels(team.id(), cursor))) {
      existing.put(channel.name(), channel);
    }
    for (Channel channel : me.channels(team)) {
      existing.put(channel.name(), channel);
    }
    for (SlackChannel source : export.channels()) {
      bring(source, target(source, existing.get(source.name())));
    }
    return new Counts(imported, present, export.channels().size(), newChannels, files, shortened);
  }

  private Channel target(SlackChannel source, Channel existing) throws Exception {
    if (existing == null) {
      Channel made = await(session.createChannel(team.id(), source.name(), source.isPrivate()));
      newChannels++;
      if (!source.topic().isEmpty()) {
        await(session.inChannel(made.id()).setTopic(shortened(source.topic(), MOST_TOPIC)));
      }
      return made;
    }
    if (!existing.member()) {
      await(session.joinChannel(existing.id()));
    }
    if (existing.archived()) {
      return await(session.inChannel(existing.id()).unarchive());
    }
    return existing;
  }

  private void bring(SlackChannel source, Channel target) throws Exception {
    Map<String, Long> places = imported(target.id());
    List<Path> days = export.days(source);
    for (int day = 0; day < days.size(); day++) {
      for (SlackMessage message : export.messages(days.get(day))) {
        progress.show("days of #" + source.name(), day, days.size());
        String key = key(source, message.ts());
        if (places.containsKey(key)) {
          present++;
        } else {
          places.put(key, send(source, target, message, places));
          imported++;
        }
      }
    }
    progress.show("days of #" + source.name(), days.size(), days.size());
    if (source.archived()) {
      await(session.inChannel(target.id()).archive());
    }
  }

  /** Where each imported message of a channel stands, by its key. */
  private Map<String, Long> imported(String channel) throws Exception {
    Map<String, Long> places = new HashMap<>();
    long rev = 0;
    Changes changes;
    do {
      changes = await(session.changes(channel, rev));
      rev = changes.rev();
      changes.items().stream()
          .filter(message -> message.imported() != null)
          .forEach(message -> places.put(message.imported().key(), message.seq()));
    } while (changes.more());
    return places;
  }

  private long send(
      SlackChannel source, Channel target, SlackMessage message, Map<String, Long> places)
      throws Exception {
    Long parent = message.thread() == null ? null : places.get(key(source, message.thread()));
    OperationId id =
        OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    Sent sent =
        await(
            session.importMessage(
                target.id(),
                id,
                body(message),
                origin(source, message),
                parent == null ? 0 : parent,
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

  private Imported origin(SlackChannel source, SlackMessage message) {
    List<Imported.Reaction> reactions = new ArrayList<>();
    for (SlackMessage.Reaction each : message.reactions()) {
      if (!each.names().isEmpty() && reactions.size() < Limits.EMOJI_PER_MESSAGE) {
        reactions.add(
            new Imported.Reaction(
                shortened(each.emoji(), Imported.EMOJI),
                each.names().size(),
                each.names().stream().limit(Imported.NAMES).map(SlackImport::name).toList()));
      }
    }
    return new Imported(
        name(message.author()),
        message.time(),
        key(source, message.ts()),
        message.edited(),
        reactions.isEmpty() ? null : reactions);
  }

  private static String key(SlackChannel source, String ts) {
    return "slack:" + source.id() + ":" + ts;
  }

  private static String name(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", " ").strip();
    return printable.isEmpty() ? "?" : shortened(printable, Imported.NAME);
  }

  /** The beginning of a text that does not end within a character. */
  private static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
