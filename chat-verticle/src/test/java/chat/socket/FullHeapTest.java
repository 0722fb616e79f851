package chat.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose heap is nearly full does not take more connections and keeps those that it has. */
@Timeout(60)
class FullHeapTest {
  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
  private static final int MILLIS_TO_ANSWER = 10_000;

  /** A masked text frame (RFC 6455 section 5.2), its mask all zero. */
  private static final byte[] PING = "\u0000\u0000\u0000\u0000{\"t\":\"ping\"}".getBytes(US_ASCII);

  @TempDir private Path folder;

  @Test
  void itSaysWhenToComeBackUntilThereIsRoomAgain() throws Exception {
    try (SmallHeapServer server = SmallHeapServer.start(folder);
        Socket first = connect(server)) {
      assertThat(head(first)).startsWith("HTTP/1.1 101 ");

      server.fill();
      assertThat(awaitStatus(server, 503)).containsPattern("(?i)\r\nretry-after: [1-5]\r\n");
      first.getOutputStream().write(new byte[] {(byte) 0x81, (byte) (0x80 | (PING.length - 4))});
      first.getOutputStream().write(PING);
      assertThat(first.getInputStream().read()).as("a text frame").isEqualTo(0x81);

      server.empty();
      awaitStatus(server, 101);
    }
  }

  /** Tries until the handshake is answered with that status; gives the answer's head. */
  private static String awaitStatus(SmallHeapServer server, int status) throws IOException {
    long end = System.nanoTime() + WITHIN.toNanos();
    while (true) {
      try (Socket socket = connect(server)) {
        String head = head(socket);
        if (head.startsWith("HTTP/1.1 " + status + ' ') || System.nanoTime() - end > 0) {
          assertThat(head).startsWith("HTTP/1.1 " + status + ' ');
          return head;
        }
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
  }

  private static Socket connect(SmallHeapServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(MILLIS_TO_ANSWER);
    socket
        .getOutputStream()
        .write(
            """
            GET /ws HTTP/1.1
            Host: localhost
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """
                .replace("\n", "\r\n")
                .getBytes(US_ASCII));
    return socket;
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("ended after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
