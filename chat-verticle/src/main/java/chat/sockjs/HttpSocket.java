package chat.sockjs;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A conversation whose frames go out in HTTP responses, one after the other, and whose messages
 * come in as requests. Confined to its event loop but for {@link #receiver}, {@link #received} and
 * {@link #accepts}, which any loop may call.
 *
 * <p>What waits for the client is bounded: the application leaves events out while {@link #isFull},
 * and a client for which four times as much waits nevertheless is given up.
 */
final class HttpSocket implements SockJsSocket {
  /** A streaming response gets frames of about this size, so that its own queue stays short. */
  private static final int FRAME_BYTES = 32 << 10;

  /** By how much more than a full socket holds answers, which are never left out, may wait. */
  private static final int TOO_MUCH_FACTOR = 4;

  /** How much longer a client may take that still reads the end of its last response. */
  private static final int READING_FACTOR = 6;

  private static final int REPLACED = 2010;
  private static final int INTERRUPTED = 1002;
  private static final int TOO_SLOW = 4409;

  private final String id;
  private final Context context;
  private final HttpSockets sockets;
  private final SockJsLimits limits;
  private final Deque<byte[]> waiting = new ArrayDeque<>(2);
  private volatile int accepted;
  private Listener listener;
  private Receiver receiver;

  /** The response before, as long as its end has not been written. */
  private Receiver leaving;

  private long receiverSince;
  private long lastWrite;
  private long awaySince;
  private int waitingBytes;
  private boolean full;
  private boolean opened;

  /** Set when it is over: what the client is told if it still comes. */
  private byte[] farewell;

  HttpSocket(String id, Context context, HttpSockets sockets, SockJsLimits limits) {
    this.id = id;
    this.context = context;
    this.sockets = sockets;
    this.limits = limits;
    this.accepted = limits.firstBytes();
    this.awaySince = System.nanoTime();
  }

  String id() {
    return id;
  }

  void begin(SockJsApplication application, HttpServerRequest request) {
    listener = application.opened(this, request);
  }

  /** The client waits for frames at this response. */
  void receiver(Receiver next) {
    context.runOnContext(turn -> attach(next));
  }

  private void attach(Receiver next) {
    if (receiver != null && !receiver.isOver()) {
      next.write(SockJsFrames.close(REPLACED, "Another connection still open"));
      next.end();
      return;
    }
    receiver = next;
    receiverSince = System.nanoTime();
    lastWrite = receiverSince;
    next.listen(
        () -> context.runOnContext(turn -> gone(next)),
        () -> context.runOnContext(turn -> flush()));
    if (next.isOver()) {
      gone(next);
      return;
    }
    if (!opened) {
      opened = true;
      write(SockJsFrames.OPEN);
    }
    flush();
  }

  /** What the client has sent; any loop may call it. */
  void received(List<String> messages) {
    context.runOnContext(
        turn -> {
          if (messages.isEmpty() && farewell == null) {
            listener.empty();
          }
          messages.forEach(this::deliver);
        });
  }

  private void deliver(String message) {
    if (farewell == null) {
      listener.message(message);
    }
  }

  int accepts() {
    return accepted;
  }

  @Override
  public void accept(int bytes) {
    accepted = bytes;
  }

  @Override
  public void send(SockJsMessage message) {
    if (farewell != null) {
      return;
    }
    waiting.add(message.quoted());
    waitingBytes += message.quoted().length;
    flush();
    if (waitingBytes > TOO_MUCH_FACTOR * (long) limits.fullBytes()) {
      close(TOO_SLOW, "reads too slowly");
    }
  }

  @Override
  public boolean isFull() {
    full |= waitingBytes >= limits.fullBytes();
    return full;
  }

  private void flush() {
    while (receiver != null && !waiting.isEmpty() && !receiver.isFull()) {
      write(SockJsFrames.messages(take()));
    }
    if (farewell != null && receiver != null && waiting.isEmpty()) {
      write(farewell);
      detach();
    }
    if (full && farewell == null && waitingBytes < limits.fullBytes() / 2) {
      full = false;
      // Not at once: the application may just be sending.
      context.runOnContext(turn -> drained());
    }
  }

  private void drained() {
    if (farewell == null) {
      listener.drained();
    }
  }

  private List<byte[]> take() {
    List<byte[]> taken = new ArrayList<>(waiting.size());
    int bytes = 0;
    while (!waiting.isEmpty() && bytes < FRAME_BYTES) {
      byte[] message = waiting.poll();
      bytes += message.length;
      taken.add(message);
    }
    waitingBytes -= bytes;
    return taken;
  }

  private void write(byte[] frame) {
    receiver.write(frame);
    lastWrite = System.nanoTime();
    // A poll may carry the farewell behind its messages: the client may not get another chance.
    if (receiver.isUsedUp() && (farewell == null || frame == farewell)) {
      detach();
    }
  }

  private void detach() {
    if (receiver != null) {
      Receiver left = receiver;
      receiver = null;
      leaving = left;
      awaySince = System.nanoTime();
      left.end().onComplete(written -> context.runOnContext(turn -> left(left)));
    }
  }

  private void left(Receiver which) {
    if (leaving == which) {
      leaving = null;
      awaySince = System.nanoTime();
    }
  }

  /**
   * The client closed the connection on which frames should have come: it is not there any more.
   */
  private void gone(Receiver which) {
    if (receiver == which) {
      receiver = null;
      giveUp();
    }
  }

  @Override
  public void close(int code, String reason) {
    if (farewell != null) {
      return;
    }
    end(SockJsFrames.close(code, reason));
    if (receiver != null && receiver.isFull()) {
      giveUp();
    } else {
      flush();
    }
  }

  /** The application's part is over; the client may still fetch what waits. */
  private void end(byte[] last) {
    if (farewell == null) {
      farewell = last;
      awaySince = System.nanoTime();
      context.runOnContext(turn -> listener.closed());
    }
  }

  /** Looks at the clock. */
  void tick(long now) {
    if (receiver == null || farewell != null) {
      long patience =
          leaving == null ? limits.away().toNanos() : READING_FACTOR * limits.away().toNanos();
      if (now - awaySince > patience) {
        giveUp();
      }
    } else if (receiver.isFull()) {
      if (now - lastWrite > limits.stalled().toNanos()) {
        close(TOO_SLOW, "reads too slowly");
      }
    } else if (now - receiverSince > limits.stream().toNanos()) {
      detach();
    } else if (now - lastWrite > limits.heartbeat().toNanos()) {
      write(SockJsFrames.HEARTBEAT);
    }
  }

  /** The client has gone, has not come back, or does not read: nothing is kept for it. */
  private void giveUp() {
    end(SockJsFrames.close(INTERRUPTED, "Connection interrupted"));
    waiting.clear();
    waitingBytes = 0;
    abort(receiver);
    abort(leaving);
    receiver = null;
    leaving = null;
    sockets.remove(this);
  }

  private static void abort(Receiver receiver) {
    if (receiver != null) {
      receiver.abort();
    }
  }
}
