package chat.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * A signed-in socket that costs the load generator little: frames are written as prepared bytes,
 * many at a time, and read by {@link FrameScanner}. Used on one event loop.
 */
final class LoadSocket {
  private static final long SIGN_IN_SECONDS = 30;

  private final NetSocket socket;
  private final FrameScanner scanner;
  private final Promise<ServerFrame.Ready> ready = Promise.promise();
  private Buffer response = Buffer.buffer();
  private boolean upgraded;
  private Buffer out = Buffer.buffer(1 << 16);

  /** How many sends of this socket have no answer yet. */
  int underWay;

  /** What a benchmark wants to hear. */
  interface Listener {
    void acked(LoadSocket socket, int ref);

    void delivered(long dueNanos);

    void refused(LoadSocket socket, String frame);

    void closed(String reason);
  }

  private LoadSocket(NetSocket socket, Listener listener) {
    this.socket = socket;
    this.scanner =
        new FrameScanner(
            new FrameScanner.Sink() {
              @Override
              public void acked(int ref) {
                listener.acked(LoadSocket.this, ref);
              }

              @Override
              public void delivered(long dueNanos) {
                listener.delivered(dueNanos);
              }

              @Override
              public void refused(String frame) {
                listener.refused(LoadSocket.this, frame);
              }

              @Override
              public void other(String frame) {
                LoadSocket.this.other(frame);
              }

              @Override
              public void closed(String reason) {
                listener.closed(reason);
              }
            });
    socket.handler(this::received);
    socket.closeHandler(closed -> listener.closed("connection closed"));
    socket.exceptionHandler(failure -> listener.closed(failure.toString()));
  }

  /** Connects and signs in; the result comes with {@code ready}, whose frame is also given. */
  static Future<LoadSocket> open(NetClient client, URI node, String token, Listener listener) {
    return client
        .connect(node.getPort(), node.getHost())
        .compose(
            socket -> {
              LoadSocket load = new LoadSocket(socket, listener);
              socket.write(
                  "GET /ws HTTP/1.1\r\nHost: "
                      + node.getAuthority()
                      + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                      + "Sec-WebSocket-Protocol: chat.v1.json\r\n\r\n");
              load.append(small(new ClientFrame.Auth(token)));
              return load.ready.future().timeout(SIGN_IN_SECONDS, TimeUnit.SECONDS).map(load);
            });
  }

  /** What the server said when the socket was signed in. */
  ServerFrame.Ready ready() {
    return ready.future().result();
  }

  private static byte[] small(ClientFrame frame) {
    byte[] payload = Wire.toJson(frame);
    Buffer bytes = Buffer.buffer().appendByte((byte) 0x81);
    if (payload.length < 126) {
      bytes.appendByte((byte) (0x80 | payload.length));
    } else {
      bytes.appendByte((byte) (0x80 | 126)).appendUnsignedShort(payload.length);
    }
    return bytes.appendInt(0).appendBytes(payload).getBytes();
  }

  private void received(Buffer bytes) {
    if (upgraded) {
      scanner.feed(bytes);
      return;
    }
    response.appendBuffer(bytes);
    String text = response.toString(US_ASCII);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    if (!text.startsWith("HTTP/1.1 101 ")) {
      ready.tryFail("the node refused the socket: " + text.lines().findFirst().orElse(""));
      return;
    }
    upgraded = true;
    Buffer rest = response.getBuffer(end + 4, response.length());
    response = Buffer.buffer();
    flush();
    if (rest.length() > 0) {
      scanner.feed(rest);
    }
  }

  private void other(String frame) {
    if (frame.startsWith("{\"t\":\"ready\"")) {
      try {
        ready.tryComplete(Wire.fromJson(frame.getBytes(UTF_8), ServerFrame.Ready.class));
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        ready.tryFail(e);
      }
    }
  }

  /** Takes a frame's bytes for the next {@link #flush()}. */
  void append(byte[] frame) {
    out.appendBytes(frame);
  }

  void flush() {
    if (upgraded && out.length() > 0) {
      socket.write(out);
      out = Buffer.buffer(1 << 16);
    }
  }

  boolean isFull() {
    return socket.writeQueueFull();
  }

  /** Ends the socket; its listener hears nothing of it. */
  void close() {
    socket.closeHandler(null);
    socket.close();
  }
}
