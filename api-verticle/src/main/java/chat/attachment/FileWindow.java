package chat.attachment;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A file that lies elsewhere, read forwards in pieces: one piece is held at a time, and no more
 * than {@code size / PIECE + 1} are asked for.
 *
 * <p>Not thread-safe. Waits for each piece.
 */
final class FileWindow {
  /** Bytes that are held. */
  static final int PIECE = 1 << 20;

  /** Gets pieces of the file. */
  @FunctionalInterface
  interface Source {
    /** {@code count} bytes from {@code at} on, or as many as there are. */
    byte[] read(long at, int count);
  }

  private final Source source;
  private final long size;
  private byte[] piece;
  private long start;

  /**
   * @param begin the first bytes, which are not asked for again
   */
  FileWindow(byte[] begin, long size, Source source) {
    this.piece = begin;
    this.size = size;
    this.source = source;
  }

  long size() {
    return size;
  }

  /**
   * The byte at {@code at}, from 0 to 255; empty after the end. Never before an earlier one's
   * piece.
   */
  OptionalInt at(long at) {
    if (at < start) {
      throw new IllegalArgumentException(at + " is before the piece at " + start);
    }
    if (at >= size) {
      return OptionalInt.empty();
    }
    if (at >= start + piece.length) {
      piece = source.read(at, (int) Math.min(PIECE, size - at));
      start = at;
    }
    return at < start + piece.length
        ? OptionalInt.of(piece[(int) (at - start)] & 0xFF)
        : OptionalInt.empty();
  }

  /** The number in that many bytes, at most 7, the highest first; empty if the file ends before. */
  OptionalLong number(long at, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      OptionalInt next = at(at + i);
      if (next.isEmpty()) {
        return OptionalLong.empty();
      }
      number = number << 8 | next.getAsInt();
    }
    return OptionalLong.of(number);
  }
}
