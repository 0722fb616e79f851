package chat.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server of real sockets: a bare handshake, then {@link WebSocketConnection}. One event loop. */
final class SocketServer implements AutoCloseable {
  /** What the server has accepted. */
  record Accepted(WebSocketConnection connection, Owner owner, Channel channel) {}

  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
  final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(true);
  final WebSocketLoop loop;
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listening;

  SocketServer(WebSocketLimits limits, boolean echoes, int sendBuffer) {
    EventLoop eventLoop = group.next();
    loop = new WebSocketLoop(eventLoop, limits);
    listening =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOCATOR, alloc)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, sendBuffer)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(8_192))
                        .addLast(new Handshake(echoes));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Bytes of buffers that are in use. */
  long used() {
    return alloc.metric().usedDirectMemory() + alloc.metric().usedHeapMemory();
  }

  /** The next connection. */
  Accepted next() throws InterruptedException {
    Accepted next = accepted.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no connection");
    }
    return next;
  }

  /** Lets that time pass for the deadlines, on the event loop. */
  void pass(Duration time) {
    on(
        () -> {
          for (long ticks = time.dividedBy(loop.tick()); ticks >= 0; ticks--) {
            loop.wheel().tick();
          }
          return null;
        });
  }

  /** Runs something on the event loop. */
  <T> T on(Callable<T> task) {
    return loop.eventLoop().submit(task).syncUninterruptibly().getNow();
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Handshake extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final boolean echoes;

    Handshake(boolean echoes) {
      this.echoes = echoes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
      response
          .headers()
          .set("Upgrade", "websocket")
          .set("Connection", "Upgrade")
          .set("Sec-WebSocket-Accept", accept(request.headers().get("Sec-WebSocket-Key")));
      context.writeAndFlush(response);
      Owner owner = new Owner(echoes);
      Channel channel = context.channel();
      WebSocketConnection connection = WebSocketConnection.attach(channel, loop, owner);
      channel.pipeline().remove(HttpObjectAggregator.class);
      channel.pipeline().remove(this);
      channel.pipeline().remove(HttpServerCodec.class);
      accepted.add(new Accepted(connection, owner, channel));
    }
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
