package chat.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Remembers of some tokens that their signature is good, so that a client that comes back costs a
 * hash instead of a check. Bounded: 16 bytes each, a newer one takes the place of an older one.
 * Says nothing about expiry. Thread-safe, without locks.
 *
 * <p>What is kept is 128 bits of the SHA-256 of the whole token, in a place that 16 more of them
 * tell: to be taken for a seen token, another would have to have the same. Two writers of one place
 * can leave a half of each there, which no token has either.
 */
final class SeenTokens {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int PLACES = 1 << 16;

  private final long[] table = new long[2 * PLACES];

  /** A token's place and what stands there once it was seen. */
  record Print(int place, long high, long low) {}

  static Print print(byte[] token) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token));
      // Zeros stand for an empty place.
      return new Print((hash.getShort(16) & 0xFFFF) * 2, hash.getLong(0) | 1, hash.getLong(8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  boolean contains(Print print) {
    return (long) LONGS.getOpaque(table, print.place) == print.high
        && (long) LONGS.getOpaque(table, print.place + 1) == print.low;
  }

  void add(Print print) {
    LONGS.setOpaque(table, print.place, print.high);
    LONGS.setOpaque(table, print.place + 1, print.low);
  }
}
