package chat.cli;

import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Comments on a message. */
@Command(name = "reply", description = "Comments on a message.", mixinStandardHelpOptions = true)
final class Reply extends TextCommand {
  @Parameters(index = "0", paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  @Parameters(index = "1", paramLabel = "SEQ", description = "Of the message; see history --seq.")
  private long seq;

  @Parameters(index = "2..*", arity = "0..*", paramLabel = "TEXT", description = TEXT)
  private List<String> words;

  @Option(names = "--also-in-channel", description = "Shows it in the channel as well.")
  private boolean alsoInChannel;

  Reply(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    String id = me.channel(channel);
    String text = text(words);
    send(me, connection -> connection.comment(id, seq, text, List.of(), alsoInChannel));
  }
}
