package chat.id;

import java.util.UUID;

/**
 * The identifier that a client gives an operation, and repeats when it tries the operation again: a
 * UUID of version 7 (RFC 9562 section 5.7), whose first 48 bits are the time of its making in
 * milliseconds of the server's clock, as the {@code ready} frame tells it.
 *
 * @param high the 64 bits that hold the time
 * @param low the 64 random bits
 */
public record OperationId(long high, long low) {

  /**
   * Reads the canonical text: 36 characters, lower case.
   *
   * @throws IllegalArgumentException if {@code text} is not a UUID of version 7 in that form
   */
  public static OperationId parse(String text) {
    if (text == null || text.length() != 36) {
      throw new IllegalArgumentException("id must be a UUID of version 7 (36 characters)");
    }
    long high = digits(text, 0, 8) << 32 | digits(text, 9, 13) << 16 | digits(text, 14, 18);
    long low = digits(text, 19, 23) << 48 | digits(text, 24, 36);
    boolean dashed =
        text.charAt(8) == '-'
            && text.charAt(13) == '-'
            && text.charAt(18) == '-'
            && text.charAt(23) == '-';
    if (!dashed || (high >>> 12 & 0xF) != 7 || low >>> 62 != 2) {
      throw new IllegalArgumentException("id must be a UUID of version 7 in lower case");
    }
    return new OperationId(high, low);
  }

  private static long digits(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        value = value << 4 | (c - '0');
      } else if (c >= 'a' && c <= 'f') {
        value = value << 4 | (c - 'a' + 10);
      } else {
        throw new IllegalArgumentException("id must be a UUID of version 7 in lower case");
      }
    }
    return value;
  }

  /** An identifier made at {@code millis} with the given randomness (74 bits of it are used). */
  public static OperationId of(long millis, long randomHigh, long randomLow) {
    long high = (millis << 16) | 0x7000L | (randomHigh & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (randomLow & 0x3FFF_FFFF_FFFF_FFFFL);
    return new OperationId(high, low);
  }

  /** When the operation was made, in milliseconds since 1970. */
  public long millis() {
    return high >>> 16;
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
