package chat.cli;

import chat.protocol.Limits;
import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends a message to one person. */
@Command(
    name = "dm",
    description = "Sends a message to one person.",
    mixinStandardHelpOptions = true)
final class DirectMessage extends CliCommand {
  @Parameters(index = "0", paramLabel = "HANDLE", description = "Somebody of your teams.")
  private String handle;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TEXT",
      description = "The text; without it, standard input.")
  private List<String> words;

  DirectMessage(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    String name = handle.startsWith("@") ? handle : "@" + handle;
    String text =
        words == null || words.isEmpty()
            ? terminal.input(Limits.BODY_CODE_UNITS)
            : String.join(" ", words);
    Send.send(me, me.channel(name), text);
  }
}
