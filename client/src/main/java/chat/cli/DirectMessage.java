package chat.cli;

import io.vertx.core.Vertx;
import java.util.List;
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

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "TEXT", description = TEXT)
  private List<String> words;

  DirectMessage(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    String id = me.channel(handle.startsWith("@") ? handle : "@" + handle);
    String text = text(words);
    send(me, connection -> connection.send(id, text));
  }
}
