package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Joins the team of an invite. */
@Command(
    name = "accept",
    description = "Joins the team of an invite.",
    mixinStandardHelpOptions = true)
final class Accept extends CliCommand {
  @Parameters(paramLabel = "CODE", description = "The code of the invite, or its link.")
  private String code;

  Accept(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    String only = code.substring(code.lastIndexOf('/') + 1);
    terminal.line("Joined " + await(signedIn(vertx).session().acceptInvite(only)).name());
  }
}
