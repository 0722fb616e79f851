package chat.cli;

import chat.client.Team;
import chat.slack.SlackChannel;
import chat.slack.SlackExport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings what was said elsewhere into a team. */
@Command(
    name = "import",
    description = {
      "Brings a Slack export into a team: channels, messages, threads, reactions and edits.",
      "Each message keeps its author's name and time, and is shown as imported by you.",
      "Run it again after an interruption or with a newer export: what is there already stays once.",
    },
    mixinStandardHelpOptions = true)
final class Import extends CliCommand {
  @Option(
      names = "--slack",
      required = true,
      paramLabel = "FILE",
      description = "The zip of the export, or the folder it was unpacked to.")
  private Path file;

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "By id or name; may be left out if you are in one only.")
  private String team;

  @Option(
      names = "--direct",
      description =
          "Direct conversations too, each into a private channel that nobody but you is in at first.")
  private boolean direct;

  Import(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    try (SlackExport export = SlackExport.open(file)) {
      Progress progress = new Progress(terminal);
      List<SlackChannel> sources = new ArrayList<>(export.channels());
      if (direct) {
        sources.addAll(export.conversations());
      }
      SlackImport.Counts counts = new SlackImport(me, team(me), export, progress).run(sources);
      progress.end();
      terminal.line(
          "Imported %d messages into %d channels (%d of them new); %d were there already."
              .formatted(
                  counts.imported(), counts.channels(), counts.newChannels(), counts.present()));
      if (!direct && !export.conversations().isEmpty()) {
        terminal.line(
            "Direct conversations left out: %d; bring them with --direct."
                .formatted(export.conversations().size()));
      }
      if (counts.files() > 0) {
        terminal.line(
            "Files left out: %d; an export holds only their names.".formatted(counts.files()));
      }
      if (counts.shortened() > 0) {
        terminal.line(
            "Messages that were too long, and are shortened: %d.".formatted(counts.shortened()));
      }
      if (counts.orphans() > 0) {
        terminal.line(
            "Comments left out, as what they comment on was deleted here: %d."
                .formatted(counts.orphans()));
      }
    } catch (IOException e) {
      throw new CliException(e.getMessage());
    }
  }

  private Team team(SignedIn me) throws Exception {
    if (team != null) {
      return me.team(team);
    }
    List<Team> teams = me.teams();
    if (teams.size() != 1) {
      throw new CliException("you are in " + teams.size() + " teams; say which: --team TEAM");
    }
    return teams.getFirst();
  }
}
