package chat.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bridge.BridgeAnswers;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import chat.sockjs.SockJsMessage;
import chat.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A frame on its way to one or many connections of an event loop: encoded once, and turned into
 * what a door writes once at most, however many connections it goes to. Confined to its event loop.
 */
public final class Outgoing implements AutoCloseable {
  private final byte[] json;
  private final boolean shared;
  private String text;
  private ByteBuf webSocketFrame;
  private SockJsMessage sockJsMessage;
  private SockJsMessage bridgeMessage;

  private Outgoing(byte[] json, boolean shared) {
    this.json = json;
    this.shared = shared;
  }

  /** A frame for one connection; needs no {@link #close}. */
  static Outgoing of(ServerFrame frame) {
    return new Outgoing(Wire.toJson(frame), false);
  }

  /** A frame, in JSON, for many connections; to be closed when it was given to all. */
  static Outgoing shared(byte[] json) {
    return new Outgoing(json, true);
  }

  /** The frame in JSON, in UTF-8; not to be changed. */
  public byte[] json() {
    return json;
  }

  /** The frame in JSON as a string; made by the first call. */
  public String text() {
    if (text == null) {
      text = new String(json, UTF_8);
    }
    return text;
  }

  /** Whether it goes to many connections, so that it pays to keep an encoding. */
  public boolean isShared() {
    return shared;
  }

  /** Writes it as a message; for many connections its frame is made once. */
  void writeTo(WebSocketConnection socket) {
    if (!shared) {
      socket.sendText(json);
      return;
    }
    if (webSocketFrame == null) {
      webSocketFrame = WebSocketConnection.textFrame(ByteBufAllocator.DEFAULT, json);
    }
    socket.send(webSocketFrame);
  }

  /** The frame as a SockJS message; made by the first call. */
  SockJsMessage sockJsMessage() {
    if (sockJsMessage == null) {
      sockJsMessage = sockJs(json);
    }
    return sockJsMessage;
  }

  /** The frame as a SockJS message of the event-bus bridge; made by the first call. */
  SockJsMessage bridgeMessage() {
    if (bridgeMessage == null) {
      bridgeMessage = sockJs(BridgeAnswers.message(BridgeLink.ADDRESS, json));
    }
    return bridgeMessage;
  }

  private SockJsMessage sockJs(byte[] utf8) {
    return shared ? SockJsMessage.shared(utf8) : SockJsMessage.of(utf8);
  }

  /** Gives the encoding up; connections that have still to write it keep it until then. */
  @Override
  public void close() {
    if (webSocketFrame != null) {
      webSocketFrame.release();
      webSocketFrame = null;
    }
    if (sockJsMessage != null) {
      sockJsMessage.close();
    }
    if (bridgeMessage != null) {
      bridgeMessage.close();
    }
  }
}
