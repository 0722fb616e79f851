package chat.cli;

import io.vertx.core.Vertx;
import java.util.List;
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

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "TEXT", description = TEXT)
  private List<String> words;

  Send(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    String id = me.channel(channel);
    String text = text(words);
    send(me, connection -> connection.send(id, text));
  }
}
