package chat.bench.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** The bytes that a client sends. */
public final class Requests {
  private static final int TEXT = 1;

  private Requests() {}

  /**
   * The upgrade request of the socket.
   *
   * @param token for the header {@code Authorization}, or null
   */
  public static byte[] upgrade(String path, String token) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + "Sec-WebSocket-Protocol: chat.v1.json\r\n"
            + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
            + "\r\n")
        .getBytes(US_ASCII);
  }

  /** A REST call on a connection that stays open. */
  public static byte[] get(String path, String token) {
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token)
        .concat("\r\n\r\n")
        .getBytes(US_ASCII);
  }

  /** A masked text frame. */
  public static byte[] text(String json) {
    byte[] payload = json.getBytes(UTF_8);
    return Frames.masked(TEXT, payload, 0, payload.length);
  }
}
