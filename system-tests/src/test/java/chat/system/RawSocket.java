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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A socket without the client's cleverness: frames as the test wants them. */
final class RawSocket implements AutoCloseable {
  private static final int MAX_BYTES = 4 << 20;

  private final WebSocketClient client;
  private final WebSocket socket;
  private final BlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
  private final List<ServerFrame> others = new ArrayList<>();

  private RawSocket(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
  }

  /** Connects and signs in. */
  static RawSocket open(Vertx vertx, URI node, Person person) throws Exception {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(MAX_BYTES).setMaxMessageSize(MAX_BYTES));
    WebSocketConnectOptions where = new WebSocketConnectOptions();
    where.setHost(node.getHost()).setPort(node.getPort()).setURI("/ws");
    where.setSubProtocols(List.of("chat.v1.json"));
    WebSocket socket = Person.await(client.connect(where));
    RawSocket raw = new RawSocket(client, socket);
    socket.textMessageHandler(raw::received);
    raw.send(new ClientFrame.Auth(person.session().credentials().accessToken()));
    raw.next(ServerFrame.Ready.class);
    return raw;
  }

  private void received(String text) {
    try {
      frames.add(Wire.fromJson(text.getBytes(StandardCharsets.UTF_8), ServerFrame.class));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("not a frame of the protocol: " + e.getOriginalMessage(), e);
    }
  }

  void send(ClientFrame frame) {
    socket.writeTextMessage(new String(Wire.toJson(frame), StandardCharsets.UTF_8));
  }

  /**
   * The next frame of that kind; those of other kinds stay for later calls, since only events of a
   * channel have an order among themselves.
   */
  <T extends ServerFrame> T next(Class<T> type) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      for (ServerFrame frame : others) {
        if (type.isInstance(frame)) {
          others.remove(frame);
          return type.cast(frame);
        }
      }
      ServerFrame frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new AssertionError("no " + type.getSimpleName() + " came");
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
