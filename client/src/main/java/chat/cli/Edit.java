package chat.cli;

import chat.id.OperationId;
import chat.protocol.Message;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a message of yours another text. */
@Command(
    name = "edit",
    description = "Gives a message of yours another text.",
    mixinStandardHelpOptions = true)
final class Edit extends TextCommand {
  @Parameters(index = "0", paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  @Parameters(index = "1", paramLabel = "SEQ", description = "Of the message; see history --seq.")
  private long seq;

  @Parameters(index = "2..*", arity = "0..*", paramLabel = "TEXT", description = TEXT)
  private List<String> words;

  Edit(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    Message seen = await(me.session().message(me.channel(channel), seq));
    SecureRandom random = new SecureRandom();
    OperationId id =
        OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    await(me.session().edit(id, seen, text(words), seen.mentions()));
  }
}
