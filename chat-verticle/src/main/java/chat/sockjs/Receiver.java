package chat.sockjs;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The response through which a client gets frames at the moment. Made on the event loop of its
 * request and used on that of its {@link HttpSocket}, which may be another: responses allow that.
 */
final class Receiver {
  /** Bytes after which a streaming response ends: browsers keep what they got of one in memory. */
  private static final int STREAM_BYTES = 128 << 10;

  /** Bytes that may wait in the response; more wait in the socket, where they are counted. */
  private static final int QUEUE_BYTES = 16 << 10;

  private final HttpTransport transport;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private long bytes;
  private boolean begun;
  private volatile boolean over;
  private volatile Runnable gone = () -> {};
  private volatile Runnable drained = () -> {};

  Receiver(HttpTransport transport, HttpServerRequest request) {
    this.transport = transport;
    this.request = request;
    this.response = request.response();
    response.closeHandler(closed -> over());
    response.exceptionHandler(failure -> over());
    response.setWriteQueueMaxSize(QUEUE_BYTES);
    response.drainHandler(room -> drained.run());
    response
        .putHeader("Content-Type", transport.contentType)
        // A compressor would keep what should be seen at once.
        .putHeader("Content-Encoding", "identity")
        // nginx passes each write on instead of collecting them.
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true);
  }

  private void over() {
    over = true;
    gone.run();
  }

  /**
   * Who hears that the client has gone away, and that there is room again; called on the loop of
   * the request.
   */
  void listen(Runnable gone, Runnable drained) {
    this.drained = drained;
    this.gone = gone;
  }

  boolean isOver() {
    return over;
  }

  boolean isFull() {
    return !over && !response.ended() && response.writeQueueFull();
  }

  /** Whether no more frames should be written here: the client comes back for the next. */
  boolean isUsedUp() {
    return begun && (!transport.streams || bytes >= STREAM_BYTES);
  }

  void write(byte[] frame) {
    if (over) {
      return;
    }
    int prelude = begun ? 0 : transport.prelude.length;
    Buffer buffer =
        Buffer.buffer(prelude + transport.before.length + frame.length + transport.after.length);
    if (!begun) {
      buffer.appendBytes(transport.prelude);
      begun = true;
    }
    buffer.appendBytes(transport.before).appendBytes(frame).appendBytes(transport.after);
    bytes += buffer.length();
    response.write(buffer);
  }

  /** Ends the response; the connection stays for further requests. Done when it is written. */
  Future<Void> end() {
    return over || response.ended() ? Future.succeededFuture() : response.end();
  }

  /** Cuts the connection, whatever waits in it: for clients that do not read. */
  void abort() {
    if (over) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      // Vert.x' own close waits until everything is written.
      ((ConnectionBase) request.connection()).channel().close();
    }
  }
}
