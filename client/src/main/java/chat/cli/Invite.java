package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes an invite to a team. */
@Command(
    name = "invite",
    description = "Makes an invite to a team.",
    mixinStandardHelpOptions = true)
final class Invite extends CliCommand {
  @Parameters(paramLabel = "TEAM", description = "The team by id or name.")
  private String team;

  Invite(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    chat.client.Invite invite = await(me.session().invite(me.team(team).id()));
    terminal.line(invite.code());
  }
}
