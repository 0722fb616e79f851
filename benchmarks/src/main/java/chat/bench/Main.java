package chat.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code bench}. */
@Command(
    name = "bench",
    description = "Measures the system on embedded back ends and writes the figures.",
    mixinStandardHelpOptions = true,
    subcommands = {
      SendBench.class,
      HistoryBench.class,
      StartBench.class,
      IdleBench.class,
      FanoutBench.class,
      StormBench.class,
      MixedBench.class,
      KeepaliveBench.class,
      FireBench.class,
      PresenceBench.class,
      PushBench.class,
      CapacityBench.class,
      JmhBench.class
    })
public final class Main {
  private Main() {}

  /** Runs one benchmark; exits with 0 if its figures count. */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Main());
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          String said = failure.getMessage();
          System.err.println("bench: " + (said == null ? failure : said));
          if (Boolean.getBoolean("bench.trace")) {
            failure.printStackTrace();
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(command.execute(arguments));
  }
}
