package chat.sockjs;

import chat.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A message on its way to one or many clients of an event loop: quoted once, and made a frame of a
 * WebSocket once at most, however many clients it goes to. Confined to its event loop.
 */
public final class SockJsMessage implements AutoCloseable {
  private final byte[] quoted;
  private final boolean shared;
  private ByteBuf webSocketFrame;

  private SockJsMessage(byte[] utf8, boolean shared) {
    this.quoted = SockJsFrames.quote(utf8);
    this.shared = shared;
  }

  /** A message, in valid UTF-8, for one client; needs no {@link #close}. */
  public static SockJsMessage of(byte[] utf8) {
    return new SockJsMessage(utf8, false);
  }

  /** A message, in valid UTF-8, for many clients; to be closed when it was given to all. */
  public static SockJsMessage shared(byte[] utf8) {
    return new SockJsMessage(utf8, true);
  }

  /**
   * The message as a string of JSON in UTF-8, see {@link SockJsFrames#quote}; not to be changed.
   */
  public byte[] quoted() {
    return quoted;
  }

  void writeTo(WebSocketConnection socket) {
    if (shared) {
      socket.send(webSocketFrame());
    } else {
      socket.sendText(array());
    }
  }

  /** The frame for all; made by the first call. */
  ByteBuf webSocketFrame() {
    if (webSocketFrame == null) {
      webSocketFrame = WebSocketConnection.textFrame(ByteBufAllocator.DEFAULT, array());
    }
    return webSocketFrame;
  }

  private byte[] array() {
    byte[] array = new byte[quoted.length + 3];
    array[0] = 'a';
    array[1] = '[';
    System.arraycopy(quoted, 0, array, 2, quoted.length);
    array[array.length - 1] = ']';
    return array;
  }

  /** Gives the frame up; connections that have still to write it keep it until then. */
  @Override
  public void close() {
    if (webSocketFrame != null) {
      webSocketFrame.release();
      webSocketFrame = null;
    }
  }
}
