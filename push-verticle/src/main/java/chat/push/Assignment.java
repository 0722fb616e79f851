package chat.push;

import java.util.TreeSet;

/**
 * A partition for as long as it is ours: which of its records are not dealt with yet. Everything
 * before {@link #done} is, so that is what a successor may begin at.
 *
 * <p>Thread-safe.
 */
final class Assignment {
  private final int partition;
  private final TreeSet<Long> open = new TreeSet<>();
  private long next;
  private boolean ended;

  /** An assignment that begins at an offset. */
  Assignment(int partition, long next) {
    this.partition = partition;
    this.next = next;
  }

  int partition() {
    return partition;
  }

  /** A record was read; it counts as dealt with unless {@code opens}. */
  synchronized void read(long offset, boolean opens) {
    next = offset + 1;
    if (opens) {
      open.add(offset);
    }
  }

  /** The record has been dealt with. */
  synchronized void close(long offset) {
    open.remove(offset);
  }

  /** The offset of the first record that is not dealt with. */
  synchronized long done() {
    return open.isEmpty() ? next : open.first();
  }

  synchronized int openCount() {
    return open.size();
  }

  synchronized void end() {
    ended = true;
  }

  synchronized boolean isEnded() {
    return ended;
  }
}
