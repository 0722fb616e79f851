package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a message. */
@Command(
    name = "delete",
    description = "Deletes a message: yours, or as an admin anyone's.",
    mixinStandardHelpOptions = true)
final class Delete extends CliCommand {
  @Parameters(index = "0", paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  @Parameters(index = "1", paramLabel = "SEQ", description = "Of the message; see history --seq.")
  private long seq;

  Delete(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    await(me.session().delete(me.channel(channel), seq));
  }
}
