package chat.client;

import static java.util.concurrent.TimeUnit.SECONDS;

import chat.problem.ProblemType;
import chat.protocol.ClientFrame;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import chat.protocol.ServerFrame.Event;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of one user, in memory, whose faults a test decides. There is one channel, unless a test
 * wants more. Knows the protocol's rules: an id sent twice has one place, {@code changes} gives
 * what is after a {@code rev}.
 */
final class ScriptedServer implements AutoCloseable {
  static final String CHANNEL = "c".repeat(26);

  /** What happens to a send that has its place; default: it is answered and told. */
  interface Faults {
    /** Whether the sign-in was answered here. */
    default boolean onSignIn(ScriptedServer server, ServerWebSocket socket) {
      return false;
    }

    default void onSend(ScriptedServer server, ServerWebSocket socket, ClientFrame.Send send) {
      server.answer(socket, send, server.place(send));
    }

    default void tell(ScriptedServer server, Message message) {
      server.broadcast(Event.of(message));
    }

    /** Whether the request was answered here. */
    default boolean onRequest(HttpServerRequest request) {
      return false;
    }
  }

  final List<ClientFrame.Send> sends = new CopyOnWriteArrayList<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<Long> openedAt = new CopyOnWriteArrayList<>();
  final AtomicInteger refreshes = new AtomicInteger();
  final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
  volatile long clockOffsetMillis;
  volatile String validToken = "token-0";
  volatile List<String> channels = List.of(CHANNEL);
  private final Map<String, Message> byId = new LinkedHashMap<>();
  private final List<Message> log = new ArrayList<>();
  private final HttpServer http;
  private final Faults faults;
  private final int port;

  ScriptedServer(Vertx vertx, Faults faults) throws Exception {
    this.faults = faults;
    this.http =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setWebSocketSubProtocols(List.of("chat.v1.json")))
            .webSocketHandler(this::opened)
            .requestHandler(this::request);
    this.port =
        http.listen().toCompletionStage().toCompletableFuture().get(10, SECONDS).actualPort();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void opened(ServerWebSocket socket) {
    openedAt.add(System.nanoTime());
    socket.closeHandler(closed -> sockets.remove(socket));
    socket.textMessageHandler(
        text -> {
          switch (ClientJson.read(Buffer.buffer(text), ClientFrame.class)) {
            case ClientFrame.Auth auth -> signIn(socket, auth);
            case ClientFrame.Send send -> {
              sends.add(send);
              faults.onSend(this, socket, send);
            }
            case ClientFrame.Ping ping -> write(socket, new ServerFrame.Pong());
            case ClientFrame.Read read -> {}
            case ClientFrame.Status status -> {}
            case ClientFrame.Watch watch -> {}
            default -> throw new IllegalStateException("not in the script: " + text);
          }
        });
  }

  private void signIn(ServerWebSocket socket, ClientFrame.Auth auth) {
    if (faults.onSignIn(this, socket)) {
      return;
    }
    if (!auth.token().equals(validToken)) {
      write(
          socket,
          new ServerFrame.Nack(null, ProblemType.UNAUTHORIZED.slug(), "t", 401, "expired", null));
      socket.close();
      return;
    }
    sockets.add(socket);
    List<ChannelHead> heads = channels.stream().map(this::head).toList();
    write(socket, new ServerFrame.Ready("me", "d", "s", now(), heads));
  }

  private ChannelHead head(String channel) {
    long head = log(channel).size();
    return new ChannelHead(channel, head, head, head, 0L, null);
  }

  Instant now() {
    return Instant.now().plusMillis(clockOffsetMillis);
  }

  List<Message> log() {
    return log(CHANNEL);
  }

  private synchronized List<Message> log(String channel) {
    return log.stream().filter(message -> message.channel().equals(channel)).toList();
  }

  /** Gives the message its place, once. */
  synchronized Message place(ClientFrame.Send send) {
    return byId.computeIfAbsent(send.id(), id -> append(send.channel(), id, send.body()));
  }

  private Message append(String channel, String id, String body) {
    long seq = log(channel).size() + 1;
    Message message =
        new Message(channel, id, seq, seq, seq, "me", "d", now(), body, "none", List.of());
    log.add(message);
    faults.tell(this, message);
    return message;
  }

  /** A message of somebody else. */
  Message write(String body) {
    return write(CHANNEL, body);
  }

  synchronized Message write(String channel, String body) {
    return append(channel, "other-" + log.size(), body);
  }

  void answer(ServerWebSocket socket, ClientFrame.Send send, Message message) {
    write(
        socket,
        new ServerFrame.Ack(
            send.ref(),
            message.id(),
            message.channel(),
            message.seq(),
            message.n(),
            message.time()));
  }

  void refuse(ServerWebSocket socket, String ref, ProblemType type, Integer retryAfter) {
    write(
        socket,
        new ServerFrame.Nack(ref, type.slug(), type.title(), type.status(), null, retryAfter));
  }

  void broadcast(ServerFrame frame) {
    sockets.forEach(socket -> write(socket, frame));
  }

  static void write(ServerWebSocket socket, ServerFrame frame) {
    if (!socket.isClosed()) {
      socket.writeTextMessage(ClientJson.write(frame).toString());
    }
  }

  private void request(HttpServerRequest request) {
    requests.add(request.uri());
    if (faults.onRequest(request)) {
      return;
    }
    if (request.path().equals("/v1/sessions/refresh")) {
      validToken = "token-" + refreshes.incrementAndGet();
      request
          .response()
          .end(
              ClientJson.write(
                  Map.of(
                      "accessToken",
                      validToken,
                      "expiresIn",
                      900,
                      "refreshToken",
                      "r",
                      "deviceId",
                      "d",
                      "user",
                      new User("me", "me", "Me"))));
    } else if (!("Bearer " + validToken).equals(request.getHeader("Authorization"))) {
      problem(request, ProblemType.UNAUTHORIZED, null);
    } else if (request.path().endsWith("/changes")) {
      long since = Long.parseLong(request.getParam("since"));
      List<Message> after =
          log(channelOf(request)).stream().filter(message -> message.rev() > since).toList();
      List<Message> page = after.subList(0, Math.min(7, after.size()));
      long rev = page.isEmpty() ? since : page.getLast().rev();
      request.response().end(ClientJson.write(new Changes(page, rev, page.size() < after.size())));
    } else if (request.path().endsWith("/messages")) {
      request.response().end(ClientJson.write(new Page<>(log(channelOf(request)), null)));
    } else {
      request.response().end(ClientJson.write(new User("me", "me", "Me")));
    }
  }

  /** Of {@code /v1/channels/{id}/...}. */
  private static String channelOf(HttpServerRequest request) {
    return request.path().split("/", -1)[3];
  }

  static void problem(HttpServerRequest request, ProblemType type, String retryAfter) {
    if (retryAfter != null) {
      request.response().putHeader("Retry-After", retryAfter);
    }
    request
        .response()
        .setStatusCode(type.status())
        .end(
            ClientJson.write(
                Map.of("type", type.slug(), "title", type.title(), "status", type.status())));
  }

  @Override
  public void close() throws Exception {
    http.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }
}
