package chat.sockjs;

import chat.websocket.StatusCode;
import chat.websocket.WebSocketConnection;
import chat.websocket.WebSocketLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;

/** A conversation over one WebSocket, which bounds and watches it. Confined to its event loop. */
final class WebSocketSocket implements SockJsSocket, WebSocketConnection.Listener {
  private static final int TOO_SLOW = 4409;

  private WebSocketConnection socket;
  private Listener listener;
  private boolean over;

  private WebSocketSocket() {}

  /** Begins on a channel of which the handshake is done. */
  static void open(
      Channel channel,
      WebSocketLoop loop,
      int firstBytes,
      SockJsApplication application,
      HttpServerRequest request) {
    WebSocketSocket mine = new WebSocketSocket();
    mine.socket = WebSocketConnection.attach(channel, loop, mine);
    mine.socket.maxMessage(firstBytes);
    mine.socket.sendText(SockJsFrames.OPEN);
    mine.listener = application.opened(mine, request);
    if (mine.over) {
      mine.listener.closed();
    }
  }

  @Override
  public void message(WebSocketConnection from, ByteBuf utf8) {
    List<String> messages;
    try {
      messages = utf8.isReadable() ? SockJsFrames.decode(ByteBufUtil.getBytes(utf8)) : List.of();
    } catch (IOException e) {
      close(StatusCode.INVALID_DATA, "Broken JSON encoding.");
      return;
    }
    if (messages.isEmpty()) {
      listener.empty();
    }
    for (String message : messages) {
      if (from.isOpen()) {
        listener.message(message);
      }
    }
  }

  @Override
  public void drained(WebSocketConnection from) {
    listener.drained();
  }

  @Override
  public void stalled(WebSocketConnection from) {
    from.close(TOO_SLOW, "reads too slowly");
  }

  @Override
  public void closed(WebSocketConnection from, int code) {
    over = true;
    if (listener != null) {
      listener.closed();
    }
  }

  @Override
  public void send(SockJsMessage message) {
    message.writeTo(socket);
  }

  @Override
  public boolean isFull() {
    return socket.isFull();
  }

  @Override
  public void accept(int bytes) {
    socket.maxMessage(bytes);
  }

  @Override
  public void close(int code, String reason) {
    socket.sendText(SockJsFrames.close(code, reason));
    socket.close(code, reason);
  }
}
