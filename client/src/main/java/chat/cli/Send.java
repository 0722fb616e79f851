package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends a message, and waits until it is safe. */
@Command(
    name = "send",
    description = "Sends a message, and waits until it is safe.",
    mixinStandardHelpOptions = true)
final class Send extends TextCommand {
  @Parameters(index = "0", paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  Send(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    sendTo(me, me.channel(channel));
  }
}
