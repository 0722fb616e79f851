package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A {@code send} as bytes on the wire, of constant length: a WebSocket frame (RFC 6455) of which
 * only the digits change from one message to the next. The body begins with the time when the
 * message was due, in hexadecimal, for whoever receives it.
 */
final class SendFrame {
  private static final int HEADER = 8;
  private static final int REF_DIGITS = 10;
  private static final int TIME_DIGITS = 16;
  private static final String ID = "00000000-0000-7000-8000-000000000000";
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private final byte[] frame;
  private final int ref;
  private final int channel;
  private final int id;
  private final int time;
  private final long randomHigh = ThreadLocalRandom.current().nextLong() & 0xFFF;
  private final long randomLow = ThreadLocalRandom.current().nextLong() << 34 >>> 2;
  private long count;

  /** A frame whose body has that many characters. */
  SendFrame(int bodyLength) {
    StringBuilder json = new StringBuilder("{\"t\":\"send\",\"ref\":\"");
    ref = HEADER + json.length();
    json.append("0".repeat(REF_DIGITS)).append("\",\"channel\":\"");
    channel = HEADER + json.length();
    json.append("0".repeat(chat.id.Ids.LENGTH)).append("\",\"id\":\"");
    id = HEADER + json.length();
    json.append(ID).append("\",\"body\":\"");
    time = HEADER + json.length();
    json.append("0".repeat(TIME_DIGITS));
    for (int i = TIME_DIGITS; i < bodyLength; i++) {
      json.append(i % 8 == 7 ? ' ' : (char) ('a' + i * 7 % 26));
    }
    json.append("\",\"enc\":\"none\"}");
    byte[] payload = json.toString().getBytes(US_ASCII);
    if (payload.length < 126 || payload.length > 0xFFFF) {
      throw new IllegalArgumentException("body length " + bodyLength);
    }
    frame = new byte[HEADER + payload.length];
    frame[0] = (byte) 0x81; // a whole text frame
    frame[1] = (byte) (0x80 | 126); // masked (by zero, which changes nothing); 16 bits of length
    frame[2] = (byte) (payload.length >>> 8);
    frame[3] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, HEADER, payload.length);
  }

  /** The bytes of one more message; valid until the next call. */
  byte[] next(int refNumber, byte[] channelId, long dueNanos) {
    for (int i = REF_DIGITS - 1, rest = refNumber; i >= 0; i--, rest /= 10) {
      frame[ref + i] = (byte) ('0' + rest % 10);
    }
    System.arraycopy(channelId, 0, frame, channel, channelId.length);
    hex(time, TIME_DIGITS, dueNanos);
    long millis = System.currentTimeMillis();
    long low = randomLow + ++count;
    hex(id, 8, millis >>> 16);
    hex(id + 9, 4, millis);
    hex(id + 15, 3, randomHigh);
    hex(id + 20, 3, low >>> 48);
    hex(id + 24, 12, low);
    return frame;
  }

  private void hex(int at, int digits, long value) {
    for (int i = digits - 1; i >= 0; i--, value >>>= 4) {
      frame[at + i] = HEX[(int) (value & 15)];
    }
  }
}
