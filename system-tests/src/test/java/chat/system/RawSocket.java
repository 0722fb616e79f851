package chat.system;

import chat.cluster.Person;
import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A socket without the client's cleverness: frames as the test wants them. */
final class RawSocket implements AutoCloseable {
  private static final int MAX_BYTES = 4 << 20;

  private final WebSocketClient client;
  private final WebSocket socket;
  private final BlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
  private final List<ServerFrame> others = new ArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private ServerFrame.Ready ready;

  private RawSocket(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
  }

  /** Connects and signs in. */
  static RawSocket open(Vertx vertx, URI node, Person person) throws Exception {
    RawSocket raw = connect(vertx, node);
    raw.send(new ClientFrame.Auth(person.session().credentials().accessToken()));
    if (!raw.isReady()) {
      throw new AssertionError("cannot sign in");
    }
    return raw;
  }

  /** Connects only. */
  static RawSocket connect(Vertx vertx, URI node) throws Exception {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(MAX_BYTES).setMaxMessageSize(MAX_BYTES));
    WebSocketConnectOptions where = new WebSocketConnectOptions();
    where.setHost(node.getHost()).setPort(node.getPort()).setURI("/ws");
    where.setSubProtocols(List.of("chat.v1.json"));
    WebSocket socket = Person.await(client.connect(where));
    RawSocket raw = new RawSocket(client, socket);
    socket.textMessageHandler(raw::received);
    socket.closeHandler(end -> raw.closed.complete((int) socket.closeStatusCode()));
    return raw;
  }

  /** What it was told when it signed in. */
  ServerFrame.Ready ready() {
    return ready;
  }

  /** Waits until it is told that it is signed in, or that it can't be. */
  boolean isReady() throws InterruptedException {
    ServerFrame answer = next(frame -> true, "answer");
    if (answer instanceof ServerFrame.Ready signedIn) {
      ready = signedIn;
    }
    return ready != null;
  }

  /** Waits for the server to close it. */
  int closeCode() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  private void received(String text) {
    try {
      frames.add(Wire.fromJson(text.getBytes(StandardCharsets.UTF_8), ServerFrame.class));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("not a frame of the protocol: " + e.getOriginalMessage(), e);
    }
  }

  void send(ClientFrame frame) {
    sendText(new String(Wire.toJson(frame), StandardCharsets.UTF_8));
  }

  /** Sends what may be no frame at all. */
  void sendText(String text) {
    socket.writeTextMessage(text);
  }

  /**
   * The next frame of that kind; those of other kinds stay for later calls, since only events of a
   * channel have an order among themselves.
   */
  <T extends ServerFrame> T next(Class<T> type) throws InterruptedException {
    return type.cast(next(type::isInstance, type.getSimpleName()));
  }

  private ServerFrame next(Predicate<ServerFrame> wanted, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      for (ServerFrame frame : others) {
        if (wanted.test(frame)) {
          others.remove(frame);
          return frame;
        }
      }
      ServerFrame frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new AssertionError("no " + what + " came");
      }
      others.add(frame);
    }
  }

  @Override
  public void close() {
    socket.close();
    client.close();
  }
}
