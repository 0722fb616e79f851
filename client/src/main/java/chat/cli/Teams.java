package chat.cli;

import chat.client.Team;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists your teams, or makes one. */
@Command(
    name = "teams",
    description = "Lists your teams, or makes one.",
    mixinStandardHelpOptions = true)
final class Teams extends CliCommand {
  @Option(names = "--create", paramLabel = "NAME", description = "Makes a team.")
  private String create;

  @Option(names = "--open", description = "With --create: anyone may join.")
  private boolean open;

  Teams(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    if (create != null) {
      terminal.line(await(me.session().createTeam(create, open)).id());
      return;
    }
    for (Team team : me.teams()) {
      terminal.line(team.id() + "  " + team.name() + "  (" + team.role() + ")");
    }
  }
}
