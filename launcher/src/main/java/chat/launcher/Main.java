package chat.launcher;

import chat.config.Configuration;
import chat.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code java -jar chat.jar --config FILE [--roles ROLES]}: one node, until it gets SIGTERM or
 * SIGINT.
 */
@Command(name = "chat", description = "Runs one node.", mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int FAILED = 1;

  /**
   * The node was apart from its cell or can't own channels any more: a fresh start is all it needs.
   * {@code EX_TEMPFAIL} of sysexits.h.
   */
  private static final int START_ANEW = 75;

  @Option(names = "--config", required = true, description = "The node's configuration (YAML).")
  private Path config;

  @Option(
      names = "--roles",
      paramLabel = "ROLES",
      description = {
        "What this node does, separated by commas:",
        "chat, api, presence, push.",
        "Overrides node.roles of the configuration."
      })
  private String roles;

  public static void main(String[] arguments) {
    int status = new CommandLine(new Main()).execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    Node node = new Node(Main::halt);
    try {
      node.start(configuration(System.getenv()));
    } catch (ConfigurationException | StartException e) {
      System.err.println("chat: " + e.getMessage());
      node.stop();
      return FAILED;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(node::stop, "shutdown"));
    LOG.info("serving after {} ms", (System.nanoTime() - start) / 1_000_000);
    return 0;
  }

  /** The file, overridden by the environment, overridden by the command line. */
  Configuration configuration(Map<String, String> environment) {
    Configuration loaded = Configuration.load(config, environment);
    return roles == null ? loaded : loaded.withList("node", "roles", roles);
  }

  /** Without the shutdown hook, which would wait for what the node is cut off from. */
  private static void halt() {
    Runtime.getRuntime().halt(START_ANEW);
  }
}
