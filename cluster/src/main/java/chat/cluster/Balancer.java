package chat.cluster;

import chat.cluster.NodeProcess.Answering;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What stands before the nodes in production: one address for all clients. Asks each node twice a
 * second whether it is ready and gives connections to those that are, in turn. One that is not
 * ready keeps the connections it has; one that does not answer for a second, twice, loses them.
 */
public final class Balancer implements AutoCloseable {
  private static final Duration ASK_EVERY = Duration.ofMillis(500);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
  private static final int SILENT_TIMES = 2;
  private static final int CONNECT_MILLIS = 1_000;
  private static final int BUFFER_BYTES = 16 << 10;

  private final List<Target> targets = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ServerSocket server;

  private static final class Target {
    final NodeProcess node;
    final Set<Socket> open = ConcurrentHashMap.newKeySet();
    volatile boolean ready;
    int silent;

    Target(NodeProcess node) {
      this.node = node;
    }

    void tell(Answering answer) {
      ready = answer == Answering.READY;
      silent = answer == Answering.SILENT ? silent + 1 : 0;
      if (silent >= SILENT_TIMES) {
        open.forEach(Balancer::close);
      }
    }
  }

  private Balancer(ServerSocket server) {
    this.server = server;
  }

  /** Starts on a free port of the loopback. */
  public static Balancer start(List<NodeProcess> nodes) throws IOException {
    Balancer balancer = new Balancer(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()));
    for (NodeProcess node : nodes) {
      Target target = new Target(node);
      balancer.targets.add(target);
      target.tell(node.probe(ANSWER_WITHIN));
      Thread.ofVirtual().start(() -> balancer.ask(target));
    }
    Thread.ofVirtual().start(balancer::accept);
    return balancer;
  }

  /** Where clients connect to. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void ask(Target target) {
    while (!server.isClosed()) {
      target.tell(target.node.probe(ANSWER_WITHIN));
      LockSupport.parkNanos(ASK_EVERY.toNanos());
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(Math.floorMod(turn.getAndIncrement(), targets.size()));
      Socket node = target.ready ? connect(target) : null;
      if (node != null) {
        join(target, client, node);
        return;
      }
    }
    close(client);
  }

  private static Socket connect(Target target) {
    URI address = target.node.address();
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      close(socket);
      return null;
    }
  }

  private static void join(Target target, Socket client, Socket node) {
    target.open.add(client);
    target.open.add(node);
    Thread.ofVirtual().start(() -> pass(target, client, node));
    pass(target, node, client);
  }

  private static void pass(Target target, Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // Either side is gone: so is the other.
    } finally {
      close(from);
      close(to);
      target.open.remove(from);
      target.open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It can't be more closed than that.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    targets.forEach(target -> target.open.forEach(Balancer::close));
  }
}
