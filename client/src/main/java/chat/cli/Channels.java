package chat.cli;

import chat.client.Channel;
import chat.client.Team;
import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the channels that you may see, or makes one. */
@Command(
    name = "channels",
    description = "Lists the channels that you may see, or makes one.",
    mixinStandardHelpOptions = true)
final class Channels extends CliCommand {
  @Parameters(paramLabel = "TEAM", arity = "0..1", description = "A team by id or name.")
  private String team;

  @Option(names = "--create", paramLabel = "NAME", description = "Makes a channel in TEAM.")
  private String create;

  @Option(names = "--private", description = "With --create: members are invited.")
  private boolean isPrivate;

  Channels(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    if (create != null) {
      if (team == null) {
        throw new CliException("say in which TEAM to make the channel");
      }
      String id = me.team(team).id();
      terminal.line(await(me.session().createChannel(id, create, isPrivate)).id());
      return;
    }
    for (Team each : team == null ? me.teams() : List.of(me.team(team))) {
      for (Channel channel : me.channels(each)) {
        terminal.line(
            channel.id()
                + "  "
                + each.name()
                + "/"
                + channel.name()
                + (channel.member() ? "" : "  (not joined)"));
      }
    }
  }
}
