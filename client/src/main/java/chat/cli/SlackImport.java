package chat.cli;

import static chat.cli.CliCommand.await;

import chat.client.Channel;
import chat.client.ChatSession;
import chat.client.Team;
import chat.slack.SlackChannel;
import chat.slack.SlackExport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings an export into a team, several channels at once.
 *
 * <p>Blocks; for one thread.
 */
final class SlackImport {
  /** So many channels at once: each waits for an answer most of the time. */
  private static final int AT_ONCE = 8;

  private static final int MOST_TOPIC = 250;

  private final SignedIn me;
  private final ChatSession session;
  private final Team team;
  private final SlackExport export;
  private final Progress progress;

  /**
   * What came of it.
   *
   * @param present messages that were there already
   * @param files that messages had, of which the export holds the names only
   * @param shortened messages that were too long, of which the beginning was brought over
   * @param orphans comments that were left out since what they comment on was deleted here
   */
  record Counts(
      long imported,
      long present,
      long channels,
      long newChannels,
      long files,
      long shortened,
      long orphans) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          imported + other.imported,
          present + other.present,
          channels + other.channels,
          newChannels + other.newChannels,
          files + other.files,
          shortened + other.shortened,
          orphans + other.orphans);
    }
  }

  /**
   * By what a channel of the team is known as that of the export: never a public one as a private.
   */
  private record Known(String name, boolean isPrivate) {}

  SlackImport(SignedIn me, Team team, SlackExport export, Progress progress) {
    this.me = me;
    this.session = me.session();
    this.team = team;
    this.export = export;
    this.progress = progress;
  }

  /**
   * Brings these over; returns when all are there, or when one has failed.
   *
   * @param sources channels of the export
   */
  Counts run(List<SlackChannel> sources) throws Exception {
    Map<Known, Channel> existing = existing();
    AtomicLong done = new AtomicLong();
    long days = 0;
    for (SlackChannel source : sources) {
      days += export.days(source).size();
    }
    long all = days;
    Runnable onDay = () -> progress.show("days", done.incrementAndGet(), all);
    try (ExecutorService workers =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      CompletionService<Counts> channels = new ExecutorCompletionService<>(workers);
      for (SlackChannel source : sources) {
        Channel known = existing.get(new Known(source.name(), source.isPrivate()));
        channels.submit(() -> bring(source, known, onDay));
      }
      Counts counts = Counts.NONE;
      try {
        for (int i = 0; i < sources.size(); i++) {
          counts = counts.plus(channels.take().get());
        }
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
      return counts;
    }
  }

  private Map<Known, Channel> existing() throws Exception {
    List<Channel> channels =
        new ArrayList<>(SignedIn.all(cursor -> session.archivedChannels(team.id(), cursor)));
    channels.addAll(me.channels(team));
    Map<Known, Channel> existing = new HashMap<>();
    for (Channel channel : channels) {
      existing.put(new Known(channel.name(), channel.isPrivate()), channel);
    }
    return existing;
  }

  private Counts bring(SlackChannel source, Channel existing, Runnable onDay) throws Exception {
    Channel target = existing == null ? made(source) : opened(existing);
    Counts counts = new ChannelImport(session, export, source, target.id()).run(onDay);
    if (source.archived()) {
      await(session.inChannel(target.id()).archive());
    }
    return counts.plus(new Counts(0, 0, 1, existing == null ? 1 : 0, 0, 0, 0));
  }

  private Channel made(SlackChannel source) throws Exception {
    Channel made = await(session.createChannel(team.id(), source.name(), source.isPrivate()));
    if (!source.topic().isEmpty()) {
      await(
          session
              .inChannel(made.id())
              .setTopic(ChannelImport.shortened(source.topic(), MOST_TOPIC)));
    }
    return made;
  }

  private Channel opened(Channel existing) throws Exception {
    if (!existing.member()) {
      await(session.joinChannel(existing.id()));
    }
    return existing.archived() ? await(session.inChannel(existing.id()).unarchive()) : existing;
  }
}
