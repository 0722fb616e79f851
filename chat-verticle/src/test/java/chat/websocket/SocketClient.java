package chat.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A client that does only what it is told: it reads when asked and answers nothing by itself. */
final class SocketClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final DataInputStream in;

  SocketClient(int port) throws IOException {
    socket.setReceiveBufferSize(16 << 10);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
    in = new DataInputStream(socket.getInputStream());
    String request =
        """
        GET / HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """;
    send(request.getBytes(US_ASCII));
    for (int seen = 0; seen != 0x0D0A0D0A; ) {
      seen = seen << 8 | in.readUnsignedByte();
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The server's next frame; waits for it. */
  ServerFrame receive() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int length =
        switch (second) {
          case 126 -> in.readUnsignedShort();
          case 127 -> Math.toIntExact(in.readLong());
          default -> second;
        };
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new ServerFrame(first & 0x0F, payload);
  }

  /** Reads to the end. Whether it ended, by the server's end of output or by a reset. */
  boolean isEnded() throws IOException {
    try {
      while (in.read() >= 0) {}
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
