package chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A socket is closed a moment before it says so, and throws whatever it is asked meanwhile. */
class ClosingSocketTest {
  private static final ServerClock CLOCK = new ServerClock(Clock.systemUTC(), new Random(1));

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Outbox outbox =
      new Outbox(
          vertx,
          ChatOptions.DEFAULTS,
          CLOCK,
          new LostSends((channel, parent, before, limit) -> Future.succeededFuture(List.of())));

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  @Test
  void whatIsSentInThatMomentGoesOutOnTheNextSocket() throws Exception {
    FakeSocket closing = new FakeSocket();
    outboxOn(closing);

    closing.closed = true;
    Future<Sent> sent = onContext(() -> outbox.submit(message("said as it closes")));
    onContext(closing::tellClosed);

    FakeSocket next = new FakeSocket();
    outboxOn(next);
    ClientFrame.Send written = (ClientFrame.Send) next.written.getLast();
    assertThat(written.body()).isEqualTo("said as it closes");
    assertThat(closing.written).noneMatch(ClientFrame.Send.class::isInstance);
    onContext(
        () -> {
          outbox.acked(new ServerFrame.Ack(written.ref(), null, "c", 1L, 1L, Instant.now()));
          return null;
        });
    assertThat(await(sent).seq()).isEqualTo(1);
  }

  /** The outbox has this socket, until it ends. */
  private void outboxOn(FakeSocket socket) throws Exception {
    onContext(
        () -> {
          socket.link =
              SocketLink.open(
                  vertx,
                  socket.client(),
                  java.net.URI.create("http://localhost:1"),
                  "token",
                  ChatOptions.DEFAULTS,
                  frame -> {},
                  end -> outbox.disconnected());
          return null;
        });
    onContext(
        () -> {
          assertThat(socket.written).singleElement().isInstanceOf(ClientFrame.Auth.class);
          outbox.connected(socket.link);
          return null;
        });
  }

  private static ClientFrame.Send message(String body) {
    return new ClientFrame.Send(null, "c", null, body, "none", List.of());
  }

  /** Runs after all that was to run on the event loop before. */
  private <T> T onContext(Callable<T> call) throws Exception {
    return await(
        Future.future(
            promise ->
                context.runOnContext(
                    run -> {
                      try {
                        promise.complete(call.call());
                      } catch (Throwable e) {
                        promise.fail(e);
                      }
                    })));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** What Vert.x's client would open; only what a link asks of it is there. */
  private static final class FakeSocket {
    final List<ClientFrame> written = new ArrayList<>();
    private SocketLink link;
    private Handler<Void> closeHandler;
    private boolean closed;

    WebSocketClient client() {
      return proxy(WebSocketClient.class, (method, argument) -> Future.succeededFuture(socket()));
    }

    private WebSocket socket() {
      return proxy(WebSocket.class, this::asked);
    }

    private Object asked(String method, Object argument) {
      if (method.equals("isClosed")) {
        return closed;
      }
      if (closed && !method.equals("close") && !method.equals("closeStatusCode")) {
        throw new IllegalStateException("WebSocket is closed");
      }
      return switch (method) {
        case "writeTextMessage" -> {
          written.add(ClientJson.read((String) argument, ClientFrame.class));
          yield Future.succeededFuture();
        }
        case "closeHandler" -> {
          closeHandler = handler(argument);
          yield null;
        }
        case "writeQueueFull" -> false;
        case "close" -> Future.succeededFuture();
        case "closeStatusCode", "textMessageHandler", "exceptionHandler" -> null;
        default -> throw new UnsupportedOperationException(method);
      };
    }

    @SuppressWarnings("unchecked")
    private static Handler<Void> handler(Object argument) {
      return (Handler<Void>) argument;
    }

    Void tellClosed() {
      closeHandler.handle(null);
      return null;
    }

    @FunctionalInterface
    private interface Answers {
      Object to(String method, Object argument);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) ->
                  answers.to(method.getName(), arguments == null ? null : arguments[0])));
    }
  }
}
