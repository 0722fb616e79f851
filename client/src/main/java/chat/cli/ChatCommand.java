package chat.cli;

import chat.problem.ProblemException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code chat}. */
@Command(
    name = "chat",
    description = "Chat from a terminal.",
    mixinStandardHelpOptions = true,
    versionProvider = ChatCommand.Version.class,
    subcommands = {
      SignUp.class,
      LogIn.class,
      LogOut.class,
      Teams.class,
      Channels.class,
      Join.class,
      Invite.class,
      Accept.class,
      Send.class,
      Reply.class,
      Edit.class,
      Delete.class,
      React.class,
      History.class,
      Tail.class,
      DirectMessage.class,
      Import.class,
    })
public final class ChatCommand {
  private ChatCommand() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.system(), System.getenv(), arguments));
  }

  /** Runs one command; gives the exit status. */
  static int run(Terminal terminal, Map<String, String> environment, String... arguments) {
    CommandLine.IFactory factory =
        new CommandLine.IFactory() {
          @Override
          public <K> K create(Class<K> type) throws Exception {
            return CliCommand.class.isAssignableFrom(type)
                ? type.cast(
                    type.getDeclaredConstructor(Terminal.class, Home.class)
                        .newInstance(terminal, Home.of(environment)))
                : CommandLine.defaultFactory().create(type);
          }
        };
    return new CommandLine(new ChatCommand(), factory)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              terminal.error(sentence(failure));
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }

  private static String sentence(Exception failure) {
    return switch (failure) {
      case CliException expected -> expected.getMessage();
      case ProblemException problem -> problem.getMessage();
      default -> failure.getClass().getSimpleName() + ": " + failure.getMessage();
    };
  }

  /** From the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = ChatCommand.class.getPackage().getImplementationVersion();
      return new String[] {"chat " + (version == null ? "(built from source)" : version)};
    }
  }
}
