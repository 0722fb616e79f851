package chat.socket;

import chat.protocol.Limits;
import chat.websocket.WebSocketConnection;
import chat.websocket.WebSocketLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;

/** What ties a WebSocket and its session together. Confined to its event loop. */
final class WebSocketLink implements Connection, WebSocketConnection.Listener {
  private final SocketLoop loop;
  private final Session session;
  private WebSocketConnection socket;

  private WebSocketLink(SocketLoop loop, HttpServerRequest request) {
    this.loop = loop;
    this.session = loop.open(this, request);
  }

  /** Opens a session on the channel, of which the handshake is done by that request. */
  static Session open(
      Channel channel, HttpServerRequest request, SocketLoop loop, WebSocketLoop sockets) {
    WebSocketLink link = new WebSocketLink(loop, request);
    link.socket = WebSocketConnection.attach(channel, sockets, link);
    link.socket.maxMessage(Limits.SIGN_IN_FRAME_BYTES);
    return link.session;
  }

  @Override
  public void message(WebSocketConnection from, ByteBuf utf8) {
    loop.received(session, ByteBufUtil.getBytes(utf8));
  }

  @Override
  public void binary(WebSocketConnection from, ByteBuf bytes) {
    close(CloseCode.UNSUPPORTED_DATA);
  }

  @Override
  public void drained(WebSocketConnection from) {
    loop.drained(session);
  }

  @Override
  public void stalled(WebSocketConnection from) {
    close(CloseCode.TOO_SLOW);
  }

  @Override
  public void closed(WebSocketConnection from, int code) {
    loop.closed(session);
  }

  @Override
  public void signedIn() {
    socket.maxMessage(Limits.FRAME_BYTES);
  }

  @Override
  public void send(Outgoing frame) {
    frame.writeTo(socket);
  }

  @Override
  public void sendAll(OutgoingRun frames) {
    frames.writeTo(socket);
  }

  @Override
  public boolean isFull() {
    return socket.isFull();
  }

  @Override
  public void close(CloseCode why) {
    socket.close(why.code(), why.reason());
  }
}
