package chat.sockjs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** SockJS frames as bytes (sockjs-protocol 0.3.3, section "Protocol and framing"). */
final class SockJsFrames {
  static final byte[] OPEN = {'o'};
  static final byte[] HEARTBEAT = {'h'};

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final JsonFactory JSON = new JsonFactory();

  private SockJsFrames() {}

  /**
   * A text as a string of JSON, quotes included. Only what JSON demands is escaped: Korean text
   * stays three bytes a letter.
   *
   * @param utf8 valid UTF-8
   */
  static byte[] quote(byte[] utf8) {
    int length = 2;
    for (byte b : utf8) {
      length += b == '"' || b == '\\' ? 2 : b >= 0 && b < ' ' ? 6 : 1;
    }
    byte[] quoted = new byte[length];
    int at = 0;
    quoted[at++] = '"';
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        quoted[at++] = '\\';
        quoted[at++] = b;
      } else if (b >= 0 && b < ' ') {
        quoted[at++] = '\\';
        quoted[at++] = 'u';
        quoted[at++] = '0';
        quoted[at++] = '0';
        quoted[at++] = HEX[b >> 4];
        quoted[at++] = HEX[b & 15];
      } else {
        quoted[at++] = b;
      }
    }
    quoted[at] = '"';
    return quoted;
  }

  /** The frame that carries these messages, each as {@link #quote} made it. */
  static byte[] messages(Collection<byte[]> quoted) {
    int length = 2 + quoted.size();
    for (byte[] message : quoted) {
      length += message.length;
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream(length);
    frame.write('a');
    char before = '[';
    for (byte[] message : quoted) {
      frame.write(before);
      frame.writeBytes(message);
      before = ',';
    }
    frame.write(']');
    return frame.toByteArray();
  }

  /** The frame that ends a conversation. */
  static byte[] close(int code, String reason) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(32 + reason.length());
    frame.writeBytes(("c[" + code + ",").getBytes(US_ASCII));
    frame.writeBytes(quote(reason.getBytes(UTF_8)));
    frame.write(']');
    return frame.toByteArray();
  }

  /**
   * The messages that a client has sent: an array of strings, or a single one.
   *
   * @throws IOException if it is neither
   */
  static List<String> decode(byte[] json) throws IOException {
    List<String> messages = new ArrayList<>(1);
    try (JsonParser parser = JSON.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.VALUE_STRING) {
        messages.add(parser.getText());
      } else if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
          messages.add(parser.getText());
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
          throw new IOException("not an array of strings");
        }
      } else {
        throw new IOException("neither an array nor a string");
      }
      if (parser.nextToken() != null) {
        throw new IOException("something follows the messages");
      }
    }
    return messages;
  }
}
