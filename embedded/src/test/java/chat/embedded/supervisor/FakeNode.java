package chat.embedded.supervisor;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands for a node: reads its configuration as the real one does and says that it is ready. */
final class FakeNode {
  private FakeNode() {}

  static List<String> command(Path config) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx32m",
        "-cp",
        System.getProperty("java.class.path"),
        FakeNode.class.getName(),
        "--config",
        config.toString());
  }

  public static void main(String[] args) throws IOException {
    String config = Files.readString(Path.of(args[1]));
    HttpServer management =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), number(config, "managementPort")),
            0);
    management.createContext(
        "/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    management.start();
  }

  private static int number(String config, String key) {
    Matcher matcher = Pattern.compile(key + ": ([0-9]+)").matcher(config);
    if (!matcher.find()) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return Integer.parseInt(matcher.group(1));
  }
}
