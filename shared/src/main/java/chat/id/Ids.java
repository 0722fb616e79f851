package chat.id;

import java.security.SecureRandom;

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
  public static String timeOrdered() {
    long high = (System.currentTimeMillis() << 16) | (RANDOM.nextLong() & 0xFFFF);
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

  private static String encode(long high, long low) {
    char[] out = new char[LENGTH];
    // 128 bits are 25 groups of five and one of three; the short group comes last, padded right.
    for (int i = 0; i < LENGTH; i++) {
      out[i] = ALPHABET[fiveBits(high, low, i * 5)];
    }
    return new String(out);
  }

  private static int fiveBits(long high, long low, int from) {
    int value = 0;
    for (int bit = from; bit < from + 5; bit++) {
      long word = bit < 64 ? high : low;
      long set = bit < 128 ? (word >>> (63 - (bit & 63))) & 1 : 0;
      value = (value << 1) | (int) set;
    }
    return value;
  }
}
