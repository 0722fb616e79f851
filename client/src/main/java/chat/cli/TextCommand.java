package chat.cli;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.Sent;
import chat.client.Start;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What the commands share whose last arguments are the text of a message. */
abstract class TextCommand extends CliCommand {
  static final String TEXT = "The text; without it, standard input.";

  TextCommand(Terminal terminal, Home home) {
    super(terminal, home);
  }

  /** The text that these words make, or standard input if there are none. */
  final String text(List<String> words) {
    String text =
        words == null || words.isEmpty()
            ? terminal.input(Limits.BODY_CODE_UNITS)
            : String.join(" ", words);
    if (text.isEmpty()) {
      throw new CliException("there is no text to send");
    }
    return text;
  }

  /**
   * Sends something and waits until it is safe. Over a socket, because its {@code ready} tells the
   * time in which ids must be made.
   */
  final void send(SignedIn me, Function<ChatConnection, Future<Sent>> sending) throws Exception {
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
      await(sending.apply(connection));
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
