package chat.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.GenericFutureListener;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a connection away from Vert.x, whose own record of a WebSocket costs more than ten
 * kilobytes. The one place that relies on the inside of Vert.x and Netty; a test fails when an
 * update breaks it.
 *
 * <p>To Vert.x the connection has then closed: its handlers are gone from the pipeline, and whoever
 * waited for the close (the server's group of channels, two futures of its connection objects) has
 * been told. Confined to the channel's event loop.
 */
final class VertxChannel {
  private static final Logger LOG = LoggerFactory.getLogger(VertxChannel.class);
  private static final Listeners LISTENERS = Listeners.find();

  private VertxChannel() {}

  /**
   * The channel under an HTTP/1.1 request.
   *
   * @return {@code null} if the request came over HTTP/2, where it shares its channel
   */
  static Channel of(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
            && request.connection() instanceof ConnectionBase connection
        ? connection.channel()
        : null;
  }

  /**
   * Empties the pipeline but for TLS. To be called once the request has been read to its end and
   * not been answered; nothing else of Vert.x may be used for it afterwards.
   *
   * @param next adds the handler that takes over; what the client has sent already is read to it
   *     before this method returns
   */
  static void detach(Channel channel, Consumer<Channel> next) {
    ChannelPipeline pipeline = channel.pipeline();
    List<ChannelHandler> decoders = new ArrayList<>(1);
    for (String name : pipeline.names()) {
      ChannelHandler handler = pipeline.get(name);
      if (handler instanceof HttpObjectDecoder) {
        decoders.add(handler);
      } else if (handler != null && !(handler instanceof SslHandler)) {
        pipeline.remove(handler);
      }
    }
    tellThatItClosed(channel);
    channel.config().setAutoRead(true);
    next.accept(channel);
    // The decoder hands what it has read beyond the request to whoever comes next.
    decoders.forEach(pipeline::remove);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void tellThatItClosed(Channel channel) {
    ChannelFuture closed = channel.newSucceededFuture();
    for (GenericFutureListener listener : LISTENERS.take(channel.closeFuture())) {
      try {
        listener.operationComplete(closed);
      } catch (Exception e) {
        LOG.warn("a listener of a channel failed", e);
      }
    }
  }

  /** Who waits for the future; takes them off it. For tests. */
  static List<GenericFutureListener<?>> listeners(ChannelFuture future) {
    if (LISTENERS.one() == null) {
      throw new IllegalStateException("Netty has changed");
    }
    return LISTENERS.take(future);
  }

  /** What of a connection waits for its end: nothing public lists or clears it. */
  private record Listeners(VarHandle one, VarHandle many, VarHandle array) {
    static Listeners find() {
      try {
        MethodHandles.Lookup promise =
            MethodHandles.privateLookupIn(DefaultPromise.class, MethodHandles.lookup());
        Field many = DefaultPromise.class.getDeclaredField("listeners");
        Field array = many.getType().getDeclaredField("listeners");
        return new Listeners(
            promise.findVarHandle(DefaultPromise.class, "listener", GenericFutureListener.class),
            promise.unreflectVarHandle(many),
            MethodHandles.privateLookupIn(many.getType(), MethodHandles.lookup())
                .unreflectVarHandle(array));
      } catch (ReflectiveOperationException e) {
        LOG.warn("connections keep about 200 bytes of Vert.x: Netty has changed", e);
        return new Listeners(null, null, null);
      }
    }

    /** Removes all listeners and returns them. */
    List<GenericFutureListener<?>> take(ChannelFuture future) {
      List<GenericFutureListener<?>> taken = new ArrayList<>();
      if (one == null || !(future instanceof DefaultPromise<?> promise)) {
        return taken;
      }
      // The promise guards its listeners by its monitor.
      synchronized (promise) {
        add(taken, one.get(promise));
        Object list = many.get(promise);
        if (list != null) {
          for (Object each : (Object[]) array.get(list)) {
            add(taken, each);
          }
        }
        one.set(promise, null);
        many.set(promise, null);
      }
      return taken;
    }

    private static void add(List<GenericFutureListener<?>> taken, Object listener) {
      if (listener != null) {
        taken.add((GenericFutureListener<?>) listener);
      }
    }
  }
}
