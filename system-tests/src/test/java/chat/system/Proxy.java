package chat.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy in front of a node that may refuse WebSockets, and whose connections can be cut. */
final class Proxy implements AutoCloseable {
  private static final int HEAD_BYTES = 64 << 10;

  private final ServerSocket server;
  private final URI node;
  private final boolean blocksWebSockets;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int blocked;

  Proxy(URI node, boolean blocksWebSockets) throws IOException {
    this.node = node;
    this.blocksWebSockets = blocksWebSockets;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** How many WebSockets it has refused. */
  int blocked() {
    return blocked;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(node.getHost(), node.getPort())) {
      open.add(upstream);
      byte[] head = head(client.getInputStream());
      String text = new String(head, ISO_8859_1).toLowerCase(Locale.ROOT);
      if (blocksWebSockets && text.contains("upgrade: websocket")) {
        blocked++;
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(US_ASCII));
        return;
      }
      upstream.getOutputStream().write(head);
      Thread.ofVirtual().start(() -> pass(client, upstream));
      copy(upstream.getInputStream(), client.getOutputStream());
    } catch (IOException e) {
      // Either side is gone: so is the other.
    } finally {
      open.remove(client);
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      copy(from.getInputStream(), to.getOutputStream());
    } catch (IOException e) {
      // As above.
    } finally {
      open.remove(to);
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int end = 0;
    while (end < 4) {
      int b = in.read();
      if (b < 0 || head.size() > HEAD_BYTES) {
        throw new IOException("no request");
      }
      head.write(b);
      end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : b == '\r' ? 1 : 0;
    }
    return head.toByteArray();
  }

  /** Breaks all connections; new ones are served. */
  void cut() {
    for (Socket socket : open) {
      try (socket) {
        // Without a goodbye of any protocol, or even of TCP.
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It has ended just now.
      }
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
