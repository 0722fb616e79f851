package chat.embedded.nginx;

import chat.embedded.process.ChildProcess;
import chat.embedded.process.ChildSpec;
import chat.embedded.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real nginx with the files of {@code deploy/nginx}, in a folder of its own, without TLS. */
public final class Nginx implements AutoCloseable {
  /** What its cache knows the nodes by. */
  public static final String SECRET = "only the nodes know";

  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final ChildProcess process;
  private final int port;

  private Nginx(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it on a free port; returns when it serves.
   *
   * @param folder for all that it reads and writes; an absolute path
   * @param files the folder {@code deploy/nginx}
   * @param nodes that it stands before
   * @throws IOException if nginx is missing or does not take the files; the message says why
   */
  public static Nginx start(Path folder, Path files, List<URI> nodes) throws IOException {
    int port = FreePorts.next();
    Files.writeString(folder.resolve("secret.conf"), "\"" + SECRET + "\" 1;\n");
    Files.writeString(folder.resolve("nodes.conf"), list(files.resolve("chat-nodes.conf"), nodes));
    String http = Files.readString(files.resolve("chat-http.conf"));
    http = replace(http, "/var/cache/nginx/chat-media", folder + "/cache");
    http = replace(http, "/etc/nginx/chat/secret.conf", folder + "/secret.conf");
    http = replace(http, "/etc/nginx/chat-nodes.conf", folder + "/nodes.conf");
    Files.writeString(folder.resolve("http.conf"), http);
    Files.copy(files.resolve("chat-server.conf"), folder.resolve("server.conf"));
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        master_process off;
        pid %1$s/pid;
        error_log stderr notice;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          include %1$s/http.conf;
          server {
            listen 127.0.0.1:%2$d;
            include %1$s/server.conf;
          }
        }
        """
            .formatted(folder, port));
    List<String> command =
        List.of(binary(), "-p", folder.toString(), "-e", "stderr", "-c", folder + "/nginx.conf");
    ChildProcess process =
        ChildProcess.start(
            new ChildSpec(
                "nginx",
                command,
                Map.of(),
                folder,
                folder.resolve("log"),
                folder.resolve("child.pid"),
                // It says so once it listens.
                line -> line.contains("event method")));
    try {
      process.awaitReady(START_LIMIT);
    } catch (IOException e) {
      process.kill();
      throw e;
    }
    return new Nginx(process, port);
  }

  /** Debian puts it where only root has a path to. */
  private static String binary() {
    return Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
  }

  /** A line for each node, with what the lines of the file say besides the address. */
  private static String list(Path file, List<URI> nodes) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String example =
        lines.stream()
            .filter(line -> line.startsWith("server "))
            .findFirst()
            .orElseThrow(() -> new IOException(file + " lists no node"));
    return nodes.stream()
        .map(node -> example.replaceFirst(" \\S+", " " + node.getAuthority()) + '\n')
        .collect(Collectors.joining());
  }

  private static String replace(String text, String what, String by) throws IOException {
    if (!text.contains(what)) {
      throw new IOException("chat-http.conf does not say " + what);
    }
    return text.replace(what, by);
  }

  /** Where clients find it. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.stop(STOP_LIMIT);
  }
}
