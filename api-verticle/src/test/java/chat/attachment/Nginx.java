package chat.attachment;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real nginx with the files of {@code deploy/nginx}, in a folder of its own, before one node. */
final class Nginx implements AutoCloseable {
  static final String SECRET = "only the nodes know";
  private static final Path FILES = Path.of("../deploy/nginx");

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Nginx start(Path folder, int node) throws Exception {
    int port = freePort();
    Files.writeString(folder.resolve("secret.conf"), "\"" + SECRET + "\" 1;\n");
    String http =
        shipped("chat-http.conf", "/var/cache/nginx/chat-media", folder + "/cache")
            .replace("/etc/nginx/chat/secret.conf", folder + "/secret.conf");
    Files.writeString(folder.resolve("http.conf"), http);
    Files.copy(FILES.resolve("chat-server.conf"), folder.resolve("server.conf"));
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        master_process off;
        pid %1$s/pid;
        error_log stderr warn;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          upstream chat_nodes { server 127.0.0.1:%2$d; }
          include %1$s/http.conf;
          server {
            listen 127.0.0.1:%3$d;
            include %1$s/server.conf;
          }
        }
        """
            .formatted(folder, node, port));
    Process process =
        new ProcessBuilder(
                List.of(
                    binary(),
                    "-p",
                    folder.toString(),
                    "-e",
                    "stderr",
                    "-c",
                    folder + "/nginx.conf"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    // If the tests are stopped, nobody else would stop it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Nginx nginx = new Nginx(process, port);
    nginx.awaitReady(folder);
    return nginx;
  }

  /** Debian puts it where only root has a path to. */
  private static String binary() {
    return Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
  }

  private static String shipped(String name, String what, String by) throws IOException {
    String text = Files.readString(FILES.resolve(name));
    if (!text.contains(what)) {
      throw new IOException(name + " does not say " + what);
    }
    return text.replace(what, by);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Path folder) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new IOException("nginx: " + Files.readString(folder.resolve("log")), e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  String base() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
