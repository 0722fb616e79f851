package chat.cli;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.Start;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Parameters;

/** What the commands share whose arguments after the first are the text of a message. */
abstract class TextCommand extends CliCommand {
  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TEXT",
      description = "The text; without it, standard input.")
  private List<String> words;

  TextCommand(Terminal terminal, Home home) {
    super(terminal, home);
  }

  private String text() {
    return words == null || words.isEmpty()
        ? terminal.input(Limits.BODY_CODE_UNITS)
        : String.join(" ", words);
  }

  /**
   * Sends the text and waits until it is safe. Over a socket, because its {@code ready} tells the
   * time in which ids must be made.
   */
  final void sendTo(SignedIn me, String channel) throws Exception {
    String text = text();
    if (text.isEmpty()) {
      throw new CliException("there is no text to send");
    }
    CompletableFuture<Void> signedOut = new CompletableFuture<>();
    ChatConnection connection =
        me.session()
            .connect(
                Start.NOW,
                event -> {
                  if (event instanceof ChatEvent.SignedOut) {
                    signedOut.complete(null);
                  }
                });
    try {
      await(connection.send(channel, text));
    } catch (ProblemException e) {
      if (signedOut.isDone()) {
        throw new ProblemException(ProblemType.UNAUTHORIZED, e.getMessage());
      }
      throw e;
    } finally {
      connection.close();
    }
  }
}
