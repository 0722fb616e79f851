package chat.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The server's half of the opening handshake (RFC 6455 section 4.2). Offers no extension: those of
 * the client are passed over, as section 9.1 allows. Not thread-safe.
 */
final class Handshake {
  private static final String VERSION = "13";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int NONCE_BYTES = 16;

  private final String subprotocol;
  private final MessageDigest sha1;

  /** What is wrong with a request: the answer's status, and why. */
  record Refusal(int status, String reason) {}

  Handshake(String subprotocol) {
    this.subprotocol = subprotocol;
    try {
      this.sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** Whether the request asks for a WebSocket at all. */
  static boolean isAsked(HttpServerRequest request) {
    return hasToken(request.headers(), "Upgrade", "websocket");
  }

  /** What keeps a request that asks for a WebSocket from getting one, or {@code null}. */
  static Refusal refusal(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (request.method() != HttpMethod.GET) {
      return new Refusal(405, "only GET can be upgraded");
    }
    if (!hasToken(headers, "Connection", "upgrade")) {
      return new Refusal(400, "the header Connection must contain Upgrade");
    }
    if (!VERSION.equals(headers.get("Sec-WebSocket-Version"))) {
      return new Refusal(426, "the header Sec-WebSocket-Version must be " + VERSION);
    }
    if (!isNonce(headers.get("Sec-WebSocket-Key"))) {
      return new Refusal(400, "the header Sec-WebSocket-Key must be 16 bytes in base64");
    }
    if (hasBody(headers)) {
      return new Refusal(400, "a request that is upgraded has no body");
    }
    return null;
  }

  /** A body that never ends would keep the request, uncounted, for as long. */
  private static boolean hasBody(MultiMap headers) {
    String length = headers.get("Content-Length");
    return headers.contains("Transfer-Encoding") || (length != null && !length.equals("0"));
  }

  private static boolean isNonce(String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == NONCE_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The answer 101 to a request without a {@link #refusal}. */
  ByteBuf accept(ByteBufAllocator allocator, MultiMap headers) {
    String nonce = headers.get("Sec-WebSocket-Key").strip() + GUID;
    StringBuilder answer =
        new StringBuilder(192)
            .append("HTTP/1.1 101 Switching Protocols\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
            .append(Base64.getEncoder().encodeToString(sha1.digest(nonce.getBytes(US_ASCII))))
            .append("\r\n");
    if (hasToken(headers, "Sec-WebSocket-Protocol", subprotocol)) {
      answer.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
    }
    byte[] bytes = answer.append("\r\n").toString().getBytes(US_ASCII);
    return allocator.directBuffer(bytes.length).writeBytes(bytes);
  }

  /** Whether one of the header's comma-separated values is that, whatever its case. */
  private static boolean hasToken(MultiMap headers, String header, String token) {
    for (String line : headers.getAll(header)) {
      for (String value : line.split(",", -1)) {
        if (value.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }
}
