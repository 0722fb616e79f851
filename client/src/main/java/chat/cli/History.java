package chat.cli;

import chat.protocol.Message;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the last messages of a channel. */
@Command(
    name = "history",
    description = "Prints the last messages of a channel.",
    mixinStandardHelpOptions = true)
final class History extends CliCommand {
  @Parameters(paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  @Option(names = "-n", defaultValue = "50", description = "How many (default ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--seq", description = "Shows each message's place, to reply to, edit or delete.")
  private boolean seq;

  History(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    Transcript transcript = new Transcript(me, terminal, seq);
    for (Message message : Transcript.last(me, me.channel(channel), count)) {
      transcript.print(message);
    }
  }
}
