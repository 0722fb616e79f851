package chat.id;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * Makes the opaque identifiers of users, teams, channels, devices and sessions: 26 lower-case
 * characters of base32hex (RFC 4648 section 7), which carry 128 bits and sort like the bits do.
 *
 * <p>Thread-safe.
 */
public final class Ids {
  /** Length of every identifier in characters. */
  public static final int LENGTH = 26;

  private static final char[] ALPHABET = "0123456789abcdefghijklmnopqrstuv".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** An identifier that tells nothing and spreads evenly over shards: for channels and secrets. */
  public static String random() {
    return encode(RANDOM.nextLong(), RANDOM.nextLong());
  }

  /** An identifier that sorts by the time of its making (milliseconds): for rows of tables. */
  public static String timeOrdered(Clock clock) {
    long high = (clock.millis() << 16) | (RANDOM.nextLong() & 0xFFFF);
    return encode(high, RANDOM.nextLong());
  }

  /** Whether {@code text} has the form of an identifier; says nothing about its existence. */
  public static boolean isId(String text) {
    if (text == null || text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'v')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether {@code text} is an identifier as this class writes it, so that {@link #high} and {@link
   * #low} hold all of it. Another text of that form exists nowhere.
   */
  public static boolean isExact(String text) {
    // The last character carries three bits; the two below them are zero.
    return isId(text) && (value(text.charAt(LENGTH - 1)) & 3) == 0;
  }

  /** The upper 64 bits of an exact identifier. */
  public static long high(String id) {
    long bits = 0;
    for (int i = 0; i < 12; i++) {
      bits = (bits << 5) | value(id.charAt(i));
    }
    return (bits << 4) | (value(id.charAt(12)) >>> 1);
  }

  /** The lower 64 bits of an exact identifier. */
  public static long low(String id) {
    long bits = value(id.charAt(12)) & 1;
    for (int i = 13; i < 25; i++) {
      bits = (bits << 5) | value(id.charAt(i));
    }
    return (bits << 3) | (value(id.charAt(25)) >>> 2);
  }

  /** The identifier with these bits. */
  public static String of(long high, long low) {
    return encode(high, low);
  }

  private static int value(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
  }

  private static String encode(long high, long low) {
    char[] out = new char[LENGTH];
    // 128 bits are 25 groups of five and one of three; the short group comes last, padded right.
    for (int i = 0; i < 12; i++) {
      out[i] = ALPHABET[(int) (high >>> (59 - i * 5)) & 31];
    }
    out[12] = ALPHABET[(int) ((high << 1) & 30) | (int) (low >>> 63)];
    for (int i = 13; i < 25; i++) {
      out[i] = ALPHABET[(int) (low >>> (58 - (i - 13) * 5)) & 31];
    }
    out[25] = ALPHABET[(int) (low << 2) & 31];
    return new String(out);
  }
}
