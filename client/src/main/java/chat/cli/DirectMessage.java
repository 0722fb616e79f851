package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends a message to one person. */
@Command(
    name = "dm",
    description = "Sends a message to one person.",
    mixinStandardHelpOptions = true)
final class DirectMessage extends TextCommand {
  @Parameters(index = "0", paramLabel = "HANDLE", description = "Somebody of your teams.")
  private String handle;

  DirectMessage(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    sendTo(me, me.channel(handle.startsWith("@") ? handle : "@" + handle));
  }
}
