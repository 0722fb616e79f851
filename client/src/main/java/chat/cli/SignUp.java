package chat.cli;

import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an account and signs in. */
@Command(
    name = "signup",
    description = "Makes an account and signs in.",
    mixinStandardHelpOptions = true)
final class SignUp extends CliCommand {
  @Parameters(paramLabel = "HANDLE", description = "What you sign in with.")
  private String handle;

  @Option(names = "--name", description = "How others see you (default: the handle).")
  private String name;

  @Option(names = "--server", description = "Address of the server ($CHAT_SERVER).")
  private String server;

  SignUp(Terminal terminal, Home home) {
    super(terminal, home);
  }

  @Override
  void run(Vertx vertx) throws Exception {
    LogIn.signIn(this, vertx, server, handle, name == null ? handle : name);
  }

  @Override
  boolean asksForPassword() {
    return true;
  }
}
