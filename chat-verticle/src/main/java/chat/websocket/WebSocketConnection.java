package chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.List;

/**
 * The server's side of one WebSocket, after its handshake. It is the channel's handler, the record
 * of the connection and the node of its timer in one object, since there are very many of them.
 *
 * <p>Confined to the channel's event loop: every method must be called there, and the listener is.
 * No method blocks or fails: once the connection has ended, they do nothing.
 */
public final class WebSocketConnection extends Endpoint {
  /**
   * What the kernel may hold for a peer that does not read; it takes twice as much to do so. By
   * default that grows to 4 MB each: 4 GB for a thousand of them.
   */
  private static final int KERNEL_BYTES = 64 << 10;

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

  private WebSocketConnection(WebSocketLoop loop, Listener listener) {
    super(loop, listener);
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
    channel.config().setOption(ChannelOption.SO_SNDBUF, KERNEL_BYTES);
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

  /** The same of several messages, one after another. */
  public static ByteBuf textFrames(ByteBufAllocator alloc, List<byte[]> utf8) {
    return Frames.texts(alloc, utf8);
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
    if (talks()) {
      writeShared(frames);
    }
  }

  /** Sends one text message, which must be valid UTF-8. */
  public void sendText(byte[] utf8) {
    if (talks()) {
      write(textFrame(alloc(), utf8));
    }
  }

  /** Sends one binary message. */
  public void sendBinary(byte[] bytes) {
    if (talks()) {
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
    beginClose(code, reason);
  }

  /** Ends the connection at once, without a handshake. What was sent may be lost. */
  public void abort() {
    drop();
  }

  /** Whether messages are sent and heard: neither side has begun to close. */
  public boolean isOpen() {
    return talks();
  }

  /**
   * Whether so much waits to be written that what may be left out should be. What is sent all the
   * same is kept; {@link Listener#drained} tells when there is room.
   */
  public boolean isFull() {
    return full();
  }

  /** The bytes of the longest message that is taken from now on. */
  public void maxMessage(int bytes) {
    longestMessage(bytes);
  }

  @Override
  WebSocketConnection self() {
    return this;
  }
}
