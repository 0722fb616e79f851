package chat.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Remembers of some tokens that their signature is good, so that a client that comes back costs a
 * hash instead of a check. Bounded: 4 MiB, 16 bytes each; a newer one takes the place of an older
 * one. Says nothing about expiry. Thread-safe, without locks.
 *
 * <p>What is kept is 128 bits of the SHA-256 of the whole token, in one of the four places of a set
 * that 16 more of them tell: to be taken for a seen token, another would have to have the same. Two
 * writers of one place can leave a half of each there, which no token has either.
 */
final class SeenTokens {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int SETS = 1 << 16;

  /** As many as share a line of the processor's cache. */
  private static final int PLACES = 4;

  private final long[] table = new long[2 * PLACES * SETS];

  /** A token's set and what stands in it once it was seen. */
  record Print(int set, long high, long low) {}

  static Print print(byte[] token) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token));
      // Zeros stand for an empty place.
      return new Print(hash.getShort(16) & 0xFFFF, hash.getLong(0) | 1, hash.getLong(8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  boolean contains(Print print) {
    for (int place = 0; place < PLACES; place++) {
      int at = at(print, place);
      if (get(at) == print.high && get(at + 1) == print.low) {
        return true;
      }
    }
    return false;
  }

  /** Takes a place that is empty, or else any. */
  void add(Print print) {
    int at = at(print, (int) print.low & (PLACES - 1));
    for (int place = 0; place < PLACES && get(at) != 0; place++) {
      int other = at(print, place);
      at = get(other) == 0 ? other : at;
    }
    LONGS.setOpaque(table, at, print.high);
    LONGS.setOpaque(table, at + 1, print.low);
  }

  private static int at(Print print, int place) {
    return 2 * (PLACES * print.set + place);
  }

  private long get(int at) {
    return (long) LONGS.getOpaque(table, at);
  }
}
