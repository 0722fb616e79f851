package chat.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.protocol.Limits;
import chat.sockjs.SockJsSocket;
import chat.websocket.StatusCode;
import io.vertx.core.http.HttpServerRequest;

/** What ties a SockJS conversation and its session together. Confined to its event loop. */
class SockJsLink implements Connection, SockJsSocket.Listener {
  /** A frame as a string of JSON: at worst every character of it is escaped. */
  private static final int ACCEPTED_BYTES = 2 * Limits.FRAME_BYTES + 4_096;

  private final SocketLoop loop;
  private final SockJsSocket socket;
  private final Session session;

  SockJsLink(SocketLoop loop, SockJsSocket socket, HttpServerRequest request) {
    this.loop = loop;
    this.socket = socket;
    this.session = loop.open(this, request);
  }

  final SocketLoop loop() {
    return loop;
  }

  final SockJsSocket socket() {
    return socket;
  }

  final Session session() {
    return session;
  }

  @Override
  public void message(String message) {
    received(message.getBytes(UTF_8));
  }

  /** The client has sent a frame. */
  final void received(byte[] json) {
    int most = session.isReady() ? Limits.FRAME_BYTES : Limits.SIGN_IN_FRAME_BYTES;
    if (json.length > most) {
      socket.close(StatusCode.TOO_BIG, "a frame has at most " + most + " bytes now");
      return;
    }
    loop.received(session, json);
  }

  @Override
  public final void empty() {
    loop.charge(session);
  }

  @Override
  public final void drained() {
    loop.drained(session);
  }

  @Override
  public final void closed() {
    loop.closed(session);
  }

  @Override
  public final void signedIn() {
    socket.accept(ACCEPTED_BYTES);
  }

  @Override
  public void send(Outgoing frame) {
    socket.send(frame.sockJsMessage());
  }

  @Override
  public boolean isFull() {
    return socket.isFull();
  }

  @Override
  public final void close(CloseCode why) {
    socket.close(why.code(), why.reason());
  }
}
