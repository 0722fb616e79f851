package chat.bench.baseline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What Netty itself costs: HTTP as far as the upgrade, then a channel whose pipeline holds one
 * handler that all share. No session, no membership, no checks; frames are not assembled.
 */
final class BareNetty {
  private static final int BACKLOG = 4_096;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Channels by event loop; each list is confined to its loop. */
  private final ConcurrentMap<EventLoop, List<Channel>> channels = new ConcurrentHashMap<>();

  private final Open open = new Open();

  private BareNetty() {}

  static void serve(int port, int loops) throws InterruptedException {
    BareNetty server = new BareNetty();
    // The sockets that a node has, too (decision 41).
    boolean linux = Epoll.isAvailable();
    IoHandlerFactory sockets = linux ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    new ServerBootstrap()
        .group(
            new MultiThreadIoEventLoopGroup(1, sockets),
            new MultiThreadIoEventLoopGroup(loops, sockets))
        .channel(linux ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new HttpServerCodec(), server.new Upgrade());
              }
            })
        .bind("127.0.0.1", port)
        .sync();
  }

  private final class Upgrade extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        answer(context, request);
      }
      ReferenceCountUtil.release(message);
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
      if (request.uri().equals("/direct")) {
        ByteBuf body = Unpooled.copiedBuffer(BaselineMain.direct(), US_ASCII);
        var response =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        context.writeAndFlush(response);
        return;
      }
      var response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
      response
          .headers()
          .set(HttpHeaderNames.UPGRADE, "websocket")
          .set(HttpHeaderNames.CONNECTION, "Upgrade")
          .set(
              HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
              accept(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY)));
      context.writeAndFlush(response);
      Channel channel = context.channel();
      channels.computeIfAbsent(channel.eventLoop(), loop -> new ArrayList<>()).add(channel);
      channel.pipeline().addLast(open);
      channel.pipeline().remove(this);
      channel.pipeline().remove(HttpServerCodec.class);
      channel.writeAndFlush(frame(BaselineMain.GREETING, 1));
    }
  }

  private static String accept(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @ChannelHandler.Sharable
  private final class Open extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof ByteBuf frame)) {
        ReferenceCountUtil.release(message); // the end of the request
        return;
      }
      // The load client masks by zero: the payload stands there as it is.
      int length = frame.getByte(frame.readerIndex() + 1) & 0x7F;
      String text = frame.toString(frame.readerIndex() + 6, length, UTF_8);
      frame.release();
      if (text.startsWith("send ")) {
        String[] words = text.split(" ");
        ByteBuf event =
            frame(BaselineMain.event(Integer.parseInt(words[2])), Integer.parseInt(words[1]));
        channels.forEach(
            (loop, list) -> {
              ByteBuf its = event.retainedDuplicate();
              loop.execute(() -> write(list, its));
            });
        event.release();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      channels.get(context.channel().eventLoop()).remove(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  private static ByteBuf frame(String json, int count) {
    byte[] payload = json.getBytes(UTF_8);
    ByteBuf all = Unpooled.directBuffer((payload.length + 4) * count);
    for (int i = 0; i < count; i++) {
      all.writeByte(0x81);
      if (payload.length < 126) {
        all.writeByte(payload.length);
      } else {
        all.writeByte(126).writeShort(payload.length);
      }
      all.writeBytes(payload);
    }
    return all;
  }

  private static void write(List<Channel> channels, ByteBuf bytes) {
    for (Channel channel : channels) {
      channel.writeAndFlush(bytes.retainedDuplicate(), channel.voidPromise());
    }
    bytes.release();
  }
}
