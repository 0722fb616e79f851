package chat.cli;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;

/** Ends the session of this machine. */
@Command(
    name = "logout",
    description = "Ends the session of this machine.",
    mixinStandardHelpOptions = true)
final class LogOut extends CliCommand {
  LogOut(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    try {
      await(me.session().logOut());
    } catch (ProblemException e) {
      // A session that the server no longer knows is as good as ended.
      if (e.type() != ProblemType.UNAUTHORIZED) {
        throw e;
      }
    }
    credentials.delete();
    terminal.line("Signed out");
  }
}
