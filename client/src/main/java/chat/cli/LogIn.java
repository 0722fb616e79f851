package chat.cli;

import chat.client.ChatClient;
import chat.client.ChatSession;
import chat.client.User;
import io.vertx.core.Vertx;
import java.net.URI;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs in on this machine. */
@Command(
    name = "login",
    description = {
      "Signs in on this machine.",
      "The password is asked for, or read from standard input or $CHAT_PASSWORD."
    },
    mixinStandardHelpOptions = true)
final class LogIn extends CliCommand {
  @Parameters(paramLabel = "HANDLE", description = "Whom to sign in.")
  private String handle;

  @Option(names = "--server", description = "Address of the server ($CHAT_SERVER).")
  private String server;

  LogIn(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    signIn(this, vertx, server, handle, null);
  }

  @Override
  boolean asksForPassword() {
    return true;
  }

  /** Signs in; makes the account first if {@code newName} is given. */
  static void signIn(CliCommand command, Vertx vertx, String server, String handle, String newName)
      throws Exception {
    String address = server == null ? command.home.server() : server;
    ChatClient client = command.client(vertx, address);
    String password = command.password();
    if (newName != null) {
      await(client.signUp(handle, newName, password));
    }
    ChatSession session = await(client.logIn(handle, password, thisDevice()));
    command.credentials.write(SavedSession.of(URI.create(address), session.credentials()));
    User user = session.user();
    command.terminal.line("Signed in as " + user.name() + " (@" + user.handle() + ")");
  }
}
