package chat.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the command keeps its things and what it takes from the environment.
 *
 * @param folder {@code $XDG_CONFIG_HOME/chat}, by default {@code ~/.config/chat}
 * @param server {@code $CHAT_SERVER}, by default the address of {@code ./run}
 * @param password {@code $CHAT_PASSWORD}, or null to ask
 */
record Home(Path folder, String server, String password) {

  static Home of(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    // Java's own idea of the home comes from the password file and overlooks $HOME.
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    Path base = config.isBlank() ? Path.of(home, ".config") : Path.of(config);
    return new Home(
        base.resolve("chat"),
        environment.getOrDefault("CHAT_SERVER", "http://localhost:8080"),
        environment.get("CHAT_PASSWORD"));
  }
}
