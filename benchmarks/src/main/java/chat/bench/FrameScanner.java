package chat.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Cuts the server's bytes into WebSocket frames and reads from each only what the measurement
 * needs, without making objects.
 */
final class FrameScanner {
  private static final byte[] ACK = "{\"t\":\"ack\",\"ref\":\"".getBytes(US_ASCII);
  private static final byte[] NACK = "{\"t\":\"nack\"".getBytes(US_ASCII);
  private static final byte[] EVENT = "{\"t\":\"event\"".getBytes(US_ASCII);
  private static final byte[] BODY = "\"body\":\"".getBytes(US_ASCII);
  private static final int CLOSE = 8;

  private final Sink sink;
  private byte[] bytes = new byte[1 << 16];
  private int begin;
  private int end;

  /** What was read. */
  interface Sink {
    void acked(int ref);

    /** A message that was due at {@code dueNanos}. */
    void delivered(long dueNanos);

    void refused(String frame);

    /** Any other frame. */
    void other(String frame);

    void closed(String reason);
  }

  FrameScanner(Sink sink) {
    this.sink = sink;
  }

  void feed(Buffer buffer) {
    int length = buffer.length();
    if (end + length > bytes.length) {
      makeRoom(length);
    }
    buffer.getBytes(bytes, end);
    end += length;
    while (scanOne()) {
      // as many as are whole
    }
    if (begin == end) {
      begin = 0;
      end = 0;
    }
  }

  private void makeRoom(int length) {
    int kept = end - begin;
    byte[] target =
        kept + length > bytes.length ? new byte[Math.max(bytes.length * 2, kept + length)] : bytes;
    System.arraycopy(bytes, begin, target, 0, kept);
    bytes = target;
    begin = 0;
    end = kept;
  }

  private boolean scanOne() {
    int available = end - begin;
    if (available < 2) {
      return false;
    }
    int header = 2;
    long length = bytes[begin + 1] & 0x7F;
    if (length == 126) {
      header = 4;
      if (available < header) {
        return false;
      }
      length = (bytes[begin + 2] & 0xFF) << 8 | (bytes[begin + 3] & 0xFF);
    } else if (length == 127) {
      header = 10;
      if (available < header) {
        return false;
      }
      length = 0;
      for (int i = 2; i < header; i++) {
        length = length << 8 | (bytes[begin + i] & 0xFF);
      }
    }
    if (available < header + length) {
      return false;
    }
    int from = begin + header;
    int to = from + (int) length;
    int opcode = bytes[begin] & 0x0F;
    begin = to;
    if (opcode == CLOSE) {
      sink.closed(length < 2 ? "" : new String(bytes, from + 2, to - from - 2, UTF_8));
    } else {
      read(from, to);
    }
    return true;
  }

  private void read(int from, int to) {
    if (startsWith(ACK, from, to)) {
      int ref = 0;
      for (int i = from + ACK.length; bytes[i] != '"'; i++) {
        ref = ref * 10 + bytes[i] - '0';
      }
      sink.acked(ref);
    } else if (startsWith(EVENT, from, to)) {
      int body = find(BODY, from, to);
      if (body >= 0) {
        sink.delivered(hex(body + BODY.length));
      }
    } else if (startsWith(NACK, from, to)) {
      sink.refused(new String(bytes, from, to - from, UTF_8));
    } else {
      sink.other(new String(bytes, from, to - from, UTF_8));
    }
  }

  private boolean startsWith(byte[] prefix, int from, int to) {
    return to - from >= prefix.length
        && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private int find(byte[] wanted, int from, int to) {
    for (int i = from; i <= to - wanted.length; i++) {
      if (bytes[i + 1] == wanted[1]
          && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  private long hex(int at) {
    long value = 0;
    for (int i = at; i < at + 16; i++) {
      value = value << 4 | Character.digit(bytes[i], 16);
    }
    return value;
  }
}
