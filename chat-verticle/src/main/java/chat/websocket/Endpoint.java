package chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol's half of a {@link WebSocketConnection}: its state, what the reader finds, what the
 * channel tells, deadlines. The other half is what the owner sees; together they are one object, as
 * a second would cost memory for every connection. Confined to the channel's event loop.
 */
abstract sealed class Endpoint extends Timed permits WebSocketConnection {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

  /** Control frames and empty fragments that a peer may send within the limits' pingAfter. */
  private static final int IDLE_FRAMES = 255;

  private final WebSocketLoop loop;
  private final WebSocketConnection.Listener listener;
  private ChannelHandlerContext context;

  /** Only between two reads that cut a message, else null. */
  private FrameReader reader;

  private State state = State.OPEN;
  private int maxMessage;
  private short code = StatusCode.ABNORMAL;
  private byte idleFrames;
  private boolean heard = true;
  private boolean waitsForFlush;

  /**
   * What was written first since the last flush, while others share it: the channel gets it with
   * the flush. A fan-out to very many would otherwise go through all of their memory twice, and
   * leave an entry in each one's queue in between.
   */
  private ByteBuf held;

  Endpoint(WebSocketLoop loop, WebSocketConnection.Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.maxMessage = loop.limits().maxMessageBytes();
  }

  /** As its owner knows it: this very object. */
  abstract WebSocketConnection self();

  // ---- what the owner does ----

  /** Whether messages are sent and heard: neither side has begun to close. */
  final boolean talks() {
    return state.compareTo(State.STALLED) <= 0;
  }

  final boolean full() {
    // How the channel stands before the first write of a turn, it has told already.
    return state == State.STALLED || (waitsForFlush && !context.channel().isWritable());
  }

  final void beginClose(int why, String reason) {
    if (talks()) {
      code = (short) why;
      become(State.CLOSING, loop.limits().closeWithin());
      writeHeld();
      context.writeAndFlush(Frames.close(alloc(), why, reason), context.voidPromise());
      context.channel().config().setAutoRead(true);
    }
  }

  /** Ends the connection without a handshake. */
  final void drop() {
    if (state != State.CLOSED) {
      become(State.ENDING, loop.limits().closeWithin());
      context.close();
    }
  }

  final void longestMessage(int bytes) {
    maxMessage = bytes;
  }

  final int longestMessage() {
    return maxMessage;
  }

  final ByteBufAllocator alloc() {
    return context.alloc();
  }

  // ---- what the reader asks and finds ----

  /** Whether frames are still wanted. */
  final boolean reads() {
    return state.compareTo(State.CLOSING) <= 0;
  }

  /** Counts a frame that holds nothing; whether it is one too many. */
  final boolean isIdleFrameTooMany() {
    return (++idleFrames & 0xFF) == IDLE_FRAMES;
  }

  final void message(int opcode, ByteBuf payload) {
    if (opcode == Opcode.TEXT) {
      listener.message(self(), payload);
    } else {
      listener.binary(self(), payload);
    }
  }

  final void control(int opcode, ByteBuf payload) {
    if (opcode == Opcode.CLOSE) {
      peerCloses(payload);
    } else if (opcode == Opcode.PING && talks() && !full()) {
      // To a peer that does not read, pongs would only pile up.
      write(Frames.of(alloc(), Opcode.PONG, payload));
    }
  }

  private void peerCloses(ByteBuf payload) {
    PeerClose close = PeerClose.read(payload);
    if (close.wrong() != null) {
      fail(close.wrong());
    } else if (state == State.CLOSING) {
      become(State.ENDING, loop.limits().closeWithin());
      context.close();
    } else {
      code = (short) close.code();
      become(State.ENDING, loop.limits().closeWithin());
      writeHeld();
      // The server closes the TCP connection first (section 7.1.1).
      context
          .writeAndFlush(Frames.close(alloc(), close.code(), ""))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  /**
   * Fails the connection (section 7.1.7).
   *
   * @return false, always
   */
  final boolean fail(Violation violation) {
    fail(violation.code(), violation.reason());
    return false;
  }

  private void fail(int why, String reason) {
    if (!talks()) {
      drop();
      return;
    }
    code = (short) why;
    become(State.ENDING, loop.limits().closeWithin());
    writeHeld();
    context.writeAndFlush(Frames.close(alloc(), why, reason)).addListener(EndOutput.LISTENER);
    context.channel().config().setAutoRead(true);
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
    if (talks() && full != (state == State.STALLED)) {
      // A peer that takes no answers gets no questions in: that bounds what it can make us keep.
      channel.config().setAutoRead(!full);
      heard = true;
      if (full) {
        become(State.STALLED, loop.limits().stallWithin());
      } else {
        become(State.OPEN, loop.limits().pingAfter());
        tell(listener::drained);
      }
    }
  }

  /** Tells the owner of something; its failure is not ours. */
  private void tell(Consumer<WebSocketConnection> what) {
    try {
      what.accept(self());
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
    drop();
  }

  /** The channel has ended. */
  final void ended() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    loop.wheel().drop(this);
    if (held != null) {
      held.release();
      held = null;
    }
    if (reader != null) {
      loop.giveReader(reader);
      reader = null;
    }
    tell(connection -> listener.closed(connection, code));
  }

  // ---- deadlines and flushing ----

  @Override
  void expired() {
    switch (state) {
      case OPEN, PINGED -> pingOrDrop();
      case STALLED -> stalled();
      case CLOSING, ENDING -> drop();
      case CLOSED -> {}
    }
  }

  private void pingOrDrop() {
    idleFrames = 0;
    if (heard) {
      heard = false;
      become(State.OPEN, loop.limits().pingAfter());
    } else if (state == State.PINGED) {
      drop();
    } else {
      become(State.PINGED, loop.limits().pongWithin());
      write(Frames.PING.duplicate());
    }
  }

  private void stalled() {
    tell(listener::stalled);
    if (state == State.STALLED) {
      drop();
    }
  }

  private void become(State next, Duration deadline) {
    state = next;
    loop.wheel().set(this, deadline);
  }

  /** Writes frames, to be flushed soon. */
  final void write(ByteBuf frames) {
    writeHeld();
    context.write(frames, context.voidPromise());
    flushSoon();
  }

  /** The same with frames that others write too; they stay the caller's. */
  final void writeShared(ByteBuf frames) {
    if (waitsForFlush) {
      write(frames.retainedDuplicate());
    } else {
      held = frames.retain();
      flushSoon();
    }
  }

  private void writeHeld() {
    if (held != null) {
      ByteBuf frames = held.duplicate();
      held = null;
      context.write(frames, context.voidPromise());
    }
  }

  private void flushSoon() {
    if (!waitsForFlush) {
      waitsForFlush = true;
      loop.flushes().add(self());
    }
  }

  final void flush() {
    waitsForFlush = false;
    writeHeld();
    context.flush();
  }
}
