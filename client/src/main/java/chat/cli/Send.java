package chat.cli;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.Start;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends a message, and waits until it is safe. */
@Command(
    name = "send",
    description = "Sends a message, and waits until it is safe.",
    mixinStandardHelpOptions = true)
final class Send extends CliCommand {
  @Parameters(index = "0", paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TEXT",
      description = "The text; without it, standard input.")
  private List<String> words;

  Send(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    send(me, me.channel(channel), text());
  }

  private String text() {
    return words == null || words.isEmpty()
        ? terminal.input(Limits.BODY_CODE_UNITS)
        : String.join(" ", words);
  }

  /** Over a socket, because its {@code ready} tells the time in which ids must be made. */
  static void send(SignedIn me, String channel, String text) throws Exception {
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
