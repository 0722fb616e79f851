package chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one WebSocket, after its handshake. It is the channel's handler, the record
 * of the connection and the node of its timer in one object, since there are very many of them.
 *
 * <p>Confined to the channel's event loop: every method must be called there, and the listener is.
 * No method blocks or fails: once the connection has ended, they do nothing.
 */
public final class WebSocketConnection extends Timed {
  /**
   * What the owner of a connection hears of it. Calls come in the order of the frames, never after
   * {@link #closed}. Whatever a call throws is logged and closes the connection with 1011.
   */
  public interface Listener {
    /**
     * A text message has arrived.
     *
     * @param utf8 all of it, valid UTF-8; readable during the call only
     */
    void message(WebSocketConnection from, ByteBuf utf8);

    /**
     * A binary message has arrived; refused with 1003 unless overridden.
     *
     * @param bytes all of it; readable during the call only
     */
    default void binary(WebSocketConnection from, ByteBuf bytes) {
      from.close(StatusCode.UNSUPPORTED_DATA, "text only");
    }

    /**
     * The connection has ended; comes exactly once, however it ended.
     *
     * @param code of the first close frame, whichever side sent it; 1005 if that had none, 1006 if
     *     there was no close frame
     */
    void closed(WebSocketConnection from, int code);

    /** The connection was full and no longer is. */
    default void drained(WebSocketConnection from) {}

    /** The connection has been full for as long as its limits allow. */
    default void stalled(WebSocketConnection from) {
      from.close(StatusCode.POLICY_VIOLATION, "reads too slowly");
    }
  }

  private enum State {
    OPEN,
    /** A ping is under way. */
    PINGED,
    /** Full: nothing is read. */
    STALLED,
    /** This side has sent its close frame; the peer's is to come. */
    CLOSING,
    /** All is said. What comes is thrown away until the channel is closed. */
    ENDING,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

  /** Control frames and empty fragments that a peer may send within the limits' pingAfter. */
  private static final int IDLE_FRAMES = 255;

  private final WebSocketLoop loop;
  private final Listener listener;
  private ChannelHandlerContext context;

  /** Only between two reads that cut a message, else null. */
  private FrameReader reader;

  private State state = State.OPEN;
  private int maxMessage;
  private short code = StatusCode.ABNORMAL;
  private byte idleFrames;
  private boolean heard = true;
  private boolean waitsForFlush;

  private WebSocketConnection(WebSocketLoop loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.maxMessage = loop.limits().maxMessageBytes();
  }

  /**
   * Makes the channel a WebSocket: adds itself to the end of its pipeline. The handlers before it
   * must hand on plain bytes.
   *
   * @param channel of the loop's event loop; if it has ended already, the listener hears so at once
   */
  public static WebSocketConnection attach(Channel channel, WebSocketLoop loop, Listener listener) {
    WebSocketConnection connection = new WebSocketConnection(loop, listener);
    channel.config().setWriteBufferWaterMark(loop.waterMark());
    channel.pipeline().addLast("websocket", connection);
    if (!channel.isActive()) {
      connection.ended();
    }
    return connection;
  }

  /**
   * Encodes a text message once, to be sent to any number of connections.
   *
   * @param utf8 must be valid
   * @return owned by the caller, who releases it after the last send
   */
  public static ByteBuf textFrame(ByteBufAllocator alloc, byte[] utf8) {
    return Frames.of(alloc, Opcode.TEXT, utf8);
  }

  /** The same of a binary message. */
  public static ByteBuf binaryFrame(ByteBufAllocator alloc, byte[] bytes) {
    return Frames.of(alloc, Opcode.BINARY, bytes);
  }

  /**
   * Writes whole frames of this side that are encoded already. The buffer may be shared with other
   * connections and stays the caller's: this takes a reference of its own. It is flushed soon, with
   * what else is written until then.
   */
  public void send(ByteBuf frames) {
    if (isOpen()) {
      write(frames.retainedDuplicate());
    }
  }

  /** Sends one text message, which must be valid UTF-8. */
  public void sendText(byte[] utf8) {
    if (isOpen()) {
      write(textFrame(alloc(), utf8));
    }
  }

  /** Sends one binary message. */
  public void sendBinary(byte[] bytes) {
    if (isOpen()) {
      write(binaryFrame(alloc(), bytes));
    }
  }

  /**
   * Begins the close handshake (RFC 6455 section 7.1.2). What was sent before still goes out;
   * nothing is sent or heard from then on but {@link Listener#closed}, at the latest when the time
   * for the peer's answer is up.
   *
   * @param code that a close frame may carry, see {@link StatusCode#mayBeSent}
   * @param reason cut after 123 bytes of UTF-8
   */
  public void close(int code, String reason) {
    if (!StatusCode.mayBeSent(code)) {
      throw new IllegalArgumentException("a close frame must not carry the code " + code);
    }
    if (isOpen()) {
      this.code = (short) code;
      become(State.CLOSING, loop.limits().closeWithin());
      context.writeAndFlush(Frames.close(alloc(), code, reason), context.voidPromise());
      context.channel().config().setAutoRead(true);
    }
  }

  /** Ends the connection at once, without a handshake. What was sent may be lost. */
  public void abort() {
    if (state != State.CLOSED) {
      become(State.ENDING, loop.limits().closeWithin());
      context.close();
    }
  }

  /** Whether messages are sent and heard: neither side has begun to close. */
  public boolean isOpen() {
    return state.compareTo(State.STALLED) <= 0;
  }

  /**
   * Whether so much waits to be written that what may be left out should be. What is sent all the
   * same is kept; {@link Listener#drained} tells when there is room.
   */
  public boolean isFull() {
    return state == State.STALLED || !context.channel().isWritable();
  }

  /** The bytes of the longest message that is taken from now on. */
  public void maxMessage(int bytes) {
    maxMessage = bytes;
  }

  int maxMessage() {
    return maxMessage;
  }

  ByteBufAllocator alloc() {
    return context.alloc();
  }

  // ---- what the reader asks and finds ----

  /** Whether frames are still wanted. */
  boolean reads() {
    return state.compareTo(State.CLOSING) <= 0;
  }

  /** Counts a frame that holds nothing; whether it is one too many. */
  boolean isIdleFrameTooMany() {
    return (++idleFrames & 0xFF) == IDLE_FRAMES;
  }

  void message(int opcode, ByteBuf payload) {
    if (opcode == Opcode.TEXT) {
      listener.message(this, payload);
    } else {
      listener.binary(this, payload);
    }
  }

  void control(int opcode, ByteBuf payload) {
    if (opcode == Opcode.CLOSE) {
      peerCloses(payload);
    } else if (opcode == Opcode.PING && isOpen() && !isFull()) {
      // To a peer that does not read, pongs would only pile up.
      write(Frames.of(alloc(), Opcode.PONG, payload));
    }
  }

  private void peerCloses(ByteBuf payload) {
    int length = payload.readableBytes();
    int peers = length == 0 ? StatusCode.NONE_GIVEN : length == 1 ? 0 : payload.readUnsignedShort();
    if (length > 0 && !StatusCode.mayBeSent(peers)) {
      fail(Violation.BAD_CLOSE);
    } else if (Utf8.check(Utf8.ACCEPT, payload, payload.readerIndex(), payload.writerIndex())
        != Utf8.ACCEPT) {
      fail(Violation.NOT_UTF8);
    } else if (state == State.CLOSING) {
      become(State.ENDING, loop.limits().closeWithin());
      context.close();
    } else {
      code = (short) peers;
      become(State.ENDING, loop.limits().closeWithin());
      // The server closes the TCP connection first (section 7.1.1).
      context
          .writeAndFlush(Frames.close(alloc(), peers, ""))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  /**
   * Fails the connection (section 7.1.7).
   *
   * @return false, always
   */
  boolean fail(Violation violation) {
    fail(violation.code(), violation.reason());
    return false;
  }

  private void fail(int why, String reason) {
    if (!isOpen()) {
      abort();
      return;
    }
    code = (short) why;
    become(State.ENDING, loop.limits().closeWithin());
    ChannelFuture written = context.writeAndFlush(Frames.close(alloc(), why, reason));
    // Closing at once would reset the connection while the peer still sends, and the peer might
    // never see the close frame. So only this direction ends; the peer or the deadline ends all.
    written.addListener((ChannelFutureListener) WebSocketConnection::endOutput);
    context.channel().config().setAutoRead(true);
  }

  private static void endOutput(ChannelFuture written) {
    if (written.isSuccess() && written.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      written.channel().close();
    }
  }

  // ---- what the channel tells ----

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    loop.wheel().set(this, loop.limits().pingAfter());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    FrameReader frames = reader == null ? loop.takeReader() : reader;
    reader = null;
    heard = true;
    try {
      frames.read((ByteBuf) read, this);
    } catch (RuntimeException e) {
      LOG.warn("A WebSocket is closed since a message could not be handled", e);
      fail(StatusCode.INTERNAL_ERROR, "internal error");
    } finally {
      ReferenceCountUtil.release(read);
      if (reads() && !frames.isIdle()) {
        reader = frames;
      } else {
        loop.giveReader(frames);
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Channel channel = context.channel();
    if (!channel.isWritable()) {
      // A burst within one turn is not a slow reader: only what the socket does not take counts.
      context.flush();
    }
    boolean full = !channel.isWritable();
    if (isOpen() && full != (state == State.STALLED)) {
      // A peer that takes no answers gets no questions in: that bounds what it can make us keep.
      channel.config().setAutoRead(!full);
      heard = true;
      if (full) {
        become(State.STALLED, loop.limits().stallWithin());
      } else {
        become(State.OPEN, loop.limits().pingAfter());
        drained();
      }
    }
  }

  private void drained() {
    try {
      listener.drained(this);
    } catch (RuntimeException e) {
      LOG.warn("A WebSocket is closed since its owner failed", e);
      fail(StatusCode.INTERNAL_ERROR, "internal error");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ended();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A peer that is gone is nothing to report.
    if (!(cause instanceof IOException)) {
      LOG.warn("A WebSocket is closed", cause);
    }
    abort();
  }

  private void ended() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    loop.wheel().drop(this);
    if (reader != null) {
      loop.giveReader(reader);
      reader = null;
    }
    try {
      listener.closed(this, code);
    } catch (RuntimeException e) {
      LOG.warn("The owner of a WebSocket failed at its end", e);
    }
  }

  // ---- deadlines and flushing ----

  @Override
  void expired() {
    switch (state) {
      case OPEN -> {
        idleFrames = 0;
        if (heard) {
          heard = false;
          become(State.OPEN, loop.limits().pingAfter());
        } else {
          become(State.PINGED, loop.limits().pongWithin());
          write(Frames.PING.duplicate());
        }
      }
      case PINGED -> {
        idleFrames = 0;
        if (heard) {
          heard = false;
          become(State.OPEN, loop.limits().pingAfter());
        } else {
          abort();
        }
      }
      case STALLED -> stalled();
      case CLOSING, ENDING -> abort();
      case CLOSED -> {}
    }
  }

  private void stalled() {
    try {
      listener.stalled(this);
    } catch (RuntimeException e) {
      LOG.warn("A WebSocket is closed since its owner failed", e);
    }
    if (state == State.STALLED) {
      abort();
    }
  }

  private void become(State next, Duration deadline) {
    state = next;
    loop.wheel().set(this, deadline);
  }

  private void write(ByteBuf frames) {
    context.write(frames, context.voidPromise());
    if (!waitsForFlush) {
      waitsForFlush = true;
      loop.flushes().add(this);
    }
  }

  void flush() {
    waitsForFlush = false;
    context.flush();
  }
}
