package chat.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link VertxChannel} relies on inside Vert.x and Netty. A failure here after an update means
 * that detached connections keep what Vert.x knew of them, or do not work at all.
 */
@Timeout(30)
@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {true, false})
class VertxChannelTest {
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n";

  @Parameter private boolean nativeTransport;

  private final ChannelTrim trim = new ChannelTrim();
  private Vertx vertx;
  private final CompletableFuture<Channel> detached = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final List<WeakReference<Object>> ofVertx = new ArrayList<>();
  private HttpServer server;

  /** Answers what it reads with the same. */
  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush((ByteBuf) message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended.complete(null);
    }
  }

  @BeforeEach
  void start() {
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
    assertThat(vertx.isNativeTransportEnabled()).isEqualTo(nativeTransport);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              HttpServerRequest request = context.request();
              Channel channel = VertxChannel.of(request);
              ofVertx.add(new WeakReference<>(request));
              ofVertx.add(new WeakReference<>(request.connection()));
              ofVertx.add(new WeakReference<>(channel.pipeline().get("handler")));
              request.endHandler(
                  end -> {
                    VertxChannel.detach(channel, taken -> taken.pipeline().addLast(new Echo()));
                    trim.trim(channel);
                    detached.complete(channel);
                  });
            });
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions().setCompressionSupported(true).setIdleTimeout(60))
            .requestHandler(router)
            .listen(0)
            .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void bytesGoToTheNewHandlerAloneAndThoseBehindTheRequestAreNotLost() throws Exception {
    try (Socket client = connect()) {
      client.getOutputStream().write((REQUEST + "early").getBytes(US_ASCII));
      Channel channel = detached.get(10, TimeUnit.SECONDS);

      assertThat(read(client, 5)).isEqualTo("early");
      client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      assertThat(read(client, REQUEST.length()))
          .as("no HTTP is spoken any more")
          .isEqualTo(REQUEST);
      assertThat(channel.pipeline().toMap().values()).singleElement().isInstanceOf(Echo.class);
    }
    ended.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whatAChannelNeedNotKnowIsFreed() throws Exception {
    try (Socket client = connect()) {
      client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      Channel channel = detached.get(10, TimeUnit.SECONDS);

      if (nativeTransport) {
        assertThat(channel.remoteAddress()).isNull();
        assertThat(channel.localAddress()).isNull();
      }
      channel.eventLoop().submit(() -> {}).get(10, TimeUnit.SECONDS);
      assertThat(trim.isTrimmed(channel)).isTrue();
      for (int size : new int[] {1, 100, 100_000, 1}) {
        String text = "x".repeat(size);
        client.getOutputStream().write(text.getBytes(US_ASCII));
        assertThat(read(client, size)).isEqualTo(text);
      }
    }
  }

  @Test
  void nothingOfVertxIsLeft() throws Exception {
    try (Socket client = connect()) {
      client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      Channel channel = detached.get(10, TimeUnit.SECONDS);

      until(
          "Vert.x's request, connection and handler are garbage",
          () -> {
            System.gc();
            return ofVertx.stream().allMatch(each -> each.get() == null);
          });
      assertThat(VertxChannel.listeners(channel.closeFuture()))
          .as("who waits for the end of the connection")
          .isEmpty();

      server.close().await();
      client.getOutputStream().write("still there".getBytes(US_ASCII));
      assertThat(read(client, 11)).as("the server no longer knows it").isEqualTo("still there");
    }
  }

  private Socket connect() throws IOException {
    return new Socket("localhost", server.actualPort());
  }

  private static String read(Socket client, int bytes) throws IOException {
    InputStream in = client.getInputStream();
    return new String(in.readNBytes(bytes), US_ASCII);
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
