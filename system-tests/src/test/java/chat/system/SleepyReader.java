package chat.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.cluster.Person;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/**
 * A WebSocket, by itself or under SockJS, that signs in and then reads only when it is told to; its
 * own buffers are small.
 */
final class SleepyReader implements AutoCloseable {
  private static final int RECEIVE_BYTES = 4 << 10;
  private static final int READ_WITHIN_MILLIS = 60_000;
  private static final int CLOSE = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final boolean sockJs;

  /**
   * Connects; returns when it has been told that it is signed in.
   *
   * @param path of the door: {@code /ws}, or the one of a conversation of SockJS
   */
  SleepyReader(URI node, String path, Person person) throws IOException {
    sockJs = !path.equals("/ws");
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.setSoTimeout(READ_WITHIN_MILLIS);
    socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 512));
    String token = person.session().credentials().accessToken();
    socket
        .getOutputStream()
        .write(
            String.join(
                    "\r\n",
                    "GET " + path + " HTTP/1.1",
                    "Host: " + node.getAuthority(),
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Protocol: chat.v1.json",
                    "Authorization: Bearer " + token,
                    "",
                    "")
                .getBytes(US_ASCII));
    String status = line();
    if (!status.contains(" 101 ")) {
      throw new IOException("not upgraded: " + status);
    }
    while (!line().isEmpty()) {
      // The rest of the head.
    }
    readUntil("ready");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  /** Reads frames up to the first of that kind; gives it. */
  String readUntil(String kind) throws IOException {
    while (true) {
      String frame = frame();
      if (frame == null) {
        throw new EOFException("closed before " + kind);
      }
      if (frame.startsWith("{\"t\":\"" + kind + "\"")) {
        return frame;
      }
    }
  }

  /** Reads all that is left; gives the code with which the server closed, or 0 for none. */
  int readToTheEnd() throws IOException {
    try {
      while (frame() != null) {
        // It came before the end.
      }
      return closedWith;
    } catch (EOFException | SocketException e) {
      return 0;
    }
  }

  private int closedWith;

  /** The text of the next frame, or {@code null} if it closes the socket. */
  private String frame() throws IOException {
    int opcode = in.readUnsignedByte() & 0xf;
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new EOFException();
    }
    if (opcode == CLOSE) {
      closedWith = payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
      return null;
    }
    String text = new String(payload, UTF_8);
    return sockJs ? unwrapped(text) : text;
  }

  /** The one message of SockJS' array frame; other frames are none of ours. */
  private static String unwrapped(String frame) throws IOException {
    return frame.startsWith("a") ? JSON.readTree(frame.substring(1)).get(0).asText() : frame;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
