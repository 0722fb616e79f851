package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reacts to a message. */
@Command(
    name = "react",
    description = "Reacts to a message with an emoji.",
    mixinStandardHelpOptions = true)
final class React extends CliCommand {
  @Parameters(index = "0", paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  @Parameters(index = "1", paramLabel = "SEQ", description = "Of the message; see history --seq.")
  private long seq;

  @Parameters(index = "2", paramLabel = "EMOJI", description = "Such as 👍.")
  private String emoji;

  @Option(names = "--remove", description = "Takes the reaction back.")
  private boolean remove;

  React(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    String id = me.channel(channel);
    await(remove ? me.session().unreact(id, seq, emoji) : me.session().react(id, seq, emoji));
  }
}
