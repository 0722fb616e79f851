package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins a channel, or an open team by its id. */
@Command(
    name = "join",
    description = "Joins a channel, or an open team by its id.",
    mixinStandardHelpOptions = true)
final class Join extends CliCommand {
  @Parameters(paramLabel = "CHANNEL", arity = "0..1", description = "id, #name or team/name.")
  private String channel;

  @Option(names = "--team", paramLabel = "ID", description = "An open team to join.")
  private String team;

  Join(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    if (team == null && channel == null) {
      throw new CliException("say which CHANNEL or --team ID to join");
    }
    if (team != null) {
      terminal.line("Joined " + await(me.session().joinTeam(team)).name());
    }
    if (channel != null) {
      await(me.session().joinChannel(me.channel(channel)));
      terminal.line("Joined " + channel);
    }
  }
}
