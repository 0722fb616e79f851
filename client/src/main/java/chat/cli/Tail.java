package chat.cli;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.Start;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the last messages of a channel and then new ones as they come. */
@Command(
    name = "tail",
    description = "Prints the last messages of a channel and then new ones as they come.",
    mixinStandardHelpOptions = true)
final class Tail extends CliCommand {
  private static final int PAUSE_AT = 1_000;
  private static final int RESUME_AT = 100;

  @Parameters(paramLabel = "CHANNEL", description = "id, #name, team/name or @handle.")
  private String channel;

  @Option(names = "-n", defaultValue = "50", description = "How many (default ${DEFAULT-VALUE}).")
  private int count;

  // Bounded by pausing the connection: at most a page arrives after that.
  private final BlockingQueue<ChatEvent> events = new LinkedBlockingQueue<>();

  Tail(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    SignedIn me = signedIn(vertx);
    String id = me.channel(channel);
    Transcript transcript = new Transcript(me, terminal, false);
    // At least one, so that -n 0 also knows from where to follow.
    List<Message> last = Transcript.last(me, id, Math.max(1, count));
    for (Message message : count == 0 ? List.<Message>of() : last) {
      transcript.print(message);
    }
    long seen = last.isEmpty() ? 0 : last.getLast().seq();
    ChatConnection connection =
        me.session().connect(Start.at(Map.of(id, seen)), event -> keep(id, event));
    boolean paused = false;
    while (!terminal.isClosed()) {
      ChatEvent event = events.take();
      if (!paused && events.size() > PAUSE_AT) {
        paused = true;
        connection.pause();
      } else if (paused && events.size() < RESUME_AT) {
        paused = false;
        connection.resume();
      }
      show(transcript, event);
    }
  }

  private void keep(String id, ChatEvent event) {
    switch (event) {
      case ChatEvent.MessageReceived received when !received.message().channel().equals(id) -> {}
      case ChatEvent.ChannelLeft left when !left.channel().equals(id) -> {}
      case ChatEvent.MessageReceived received when !received.message().isInChannel() -> {}
      case ChatEvent.MessageReceived received -> events.add(received);
      case ChatEvent.ChannelLeft left -> events.add(left);
      case ChatEvent.SignedOut signedOut -> events.add(signedOut);
      case ChatEvent.Disconnected disconnected -> events.add(disconnected);
      default -> {}
    }
  }

  private void show(Transcript transcript, ChatEvent event) throws Exception {
    switch (event) {
      case ChatEvent.MessageReceived received -> transcript.print(received.message());
      case ChatEvent.Disconnected gone -> terminal.error("reconnecting: " + gone.reason());
      case ChatEvent.ChannelLeft left ->
          throw new CliException("you are no longer in this channel");
      case ChatEvent.SignedOut out ->
          throw new ProblemException(ProblemType.UNAUTHORIZED, out.reason());
      default -> {}
    }
  }
}
