package chat.bench.presence;

import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection that watches others, and what it knows of them. Thread-safe. */
public final class Watcher {
  private final WebSocketClient client;
  private final URI node;
  private final String token;
  private final String user;
  private final List<String> watched;
  private final Map<String, String> known = new HashMap<>();
  private Promise<Void> ready = Promise.promise();
  private WebSocket socket;
  private long bytes;
  private long frames;

  /** A connection that {@link #open} makes. */
  public Watcher(Vertx vertx, URI node, String token, String user, List<String> watched) {
    this.client = Clients.of(vertx);
    this.node = node;
    this.token = token;
    this.user = user;
    this.watched = watched;
  }

  public String user() {
    return user;
  }

  /** Connects; completes once it is signed in and has said whom it watches. */
  public synchronized Future<Void> open() {
    known.clear();
    Promise<Void> signedIn = Promise.promise();
    ready = signedIn;
    client
        .connect(
            new WebSocketConnectOptions()
                .setHost(node.getHost())
                .setPort(node.getPort())
                .setURI("/ws")
                .addSubProtocol("chat.v1.json")
                .addHeader("Authorization", "Bearer " + token))
        .onSuccess(connected -> opened(connected, signedIn))
        .onFailure(signedIn::tryFail);
    return signedIn.future();
  }

  private synchronized void opened(WebSocket connected, Promise<Void> signedIn) {
    socket = connected;
    connected.textMessageHandler(this::received);
    connected.closeHandler(closed -> signedIn.tryFail("closed: " + connected.closeStatusCode()));
  }

  private synchronized void received(String text) {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    ServerFrame frame;
    try {
      frame = Wire.fromJson(json, ServerFrame.class);
    } catch (JsonProcessingException e) {
      ready.tryFail(e);
      return;
    }
    switch (frame) {
      case ServerFrame.Ready signedIn -> {
        send(new ClientFrame.Watch(watched));
        ready.tryComplete();
      }
      case ServerFrame.Presence presence -> {
        bytes += json.length;
        frames++;
        known.putAll(presence.users());
      }
      case ServerFrame.Nack nack -> ready.tryFail(nack.detail());
      default -> {}
    }
  }

  private void send(ClientFrame frame) {
    socket.writeTextMessage(Buffer.buffer(Wire.toJson(frame)).toString());
  }

  /** Says what this device is. */
  public synchronized void setStatus(String status) {
    send(new ClientFrame.Status(status));
  }

  /** Of how many it knows something else than is true; who is not in {@code truth} is offline. */
  public synchronized long wrong(Map<String, String> truth) {
    return watched.stream()
        .filter(each -> !truth.getOrDefault(each, "offline").equals(known.get(each)))
        .count();
  }

  /** Bytes of presence frames so far. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Presence frames so far. */
  public synchronized long frames() {
    return frames;
  }

  /** Ends the connection; completes once the node has been told. */
  public synchronized Future<Void> close() {
    return socket.close();
  }
}
