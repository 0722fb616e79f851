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
    UUID uuid;
    try {
      uuid = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("id must be a UUID of version 7", e);
    }
    if (uuid.version() != 7 || uuid.variant() != 2 || !uuid.toString().equals(text)) {
      throw new IllegalArgumentException("id must be a UUID of version 7 in lower case");
    }
    return new OperationId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
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
