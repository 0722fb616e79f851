package chat.websocket;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * When frames that were written go to the sockets. A flush is a system call, and those are most of
 * the cost of a fan-out, so several frames should share one; but a frame must not wait for company
 * while there is nothing else to do.
 *
 * <p>Therefore: at the end of the loop's turn, in the order of the first frame. A pass over many
 * connections lets the loop do other work every few milliseconds, and frames that come meanwhile
 * join those that wait. After a pass the next may begin when as much time has gone by as it took,
 * at most {@code flushWithin}: an idle loop flushes at once, a busy one spends at most half its
 * time here until frames queue up for longer than that. Confined to the event loop.
 */
final class Flushes {
  private static final long SLICE_NANOS = 2_000_000;

  /** A shorter pause is not worth a timer. */
  private static final long LEAST_PAUSE_NANOS = 200_000;

  /** A queue that has been longer is not kept: its array would stay for good. */
  private static final int KEPT = 1_024;

  private final EventLoop loop;
  private final long longestPauseNanos;
  private final Runnable pass = this::pass;

  private ArrayDeque<WebSocketConnection> waiting = new ArrayDeque<>();
  private boolean scheduled;
  private int longest;
  private long spentNanos;
  private long pauseUntil;

  Flushes(EventLoop loop, Duration flushWithin) {
    this.loop = loop;
    this.longestPauseNanos = flushWithin.toNanos();
    this.pauseUntil = loop.ticker().nanoTime();
  }

  /** The connection has frames to flush. Call it once until it is flushed. */
  void add(WebSocketConnection connection) {
    waiting.add(connection);
    longest = Math.max(longest, waiting.size());
    if (!scheduled) {
      scheduled = true;
      schedule();
    }
  }

  private void schedule() {
    long pause = pauseUntil - loop.ticker().nanoTime();
    if (pause > LEAST_PAUSE_NANOS) {
      loop.schedule(pass, pause, TimeUnit.NANOSECONDS);
    } else {
      loop.execute(pass);
    }
  }

  private void pass() {
    long start = loop.ticker().nanoTime();
    long now = start;
    int flushed = 0;
    for (WebSocketConnection next = waiting.poll(); next != null; next = waiting.poll()) {
      next.flush();
      // The clock is read for every eighth: it costs little beside eight system calls.
      if ((++flushed & 7) == 0) {
        now = loop.ticker().nanoTime();
        if (now - start > SLICE_NANOS) {
          break;
        }
      }
    }
    spentNanos += loop.ticker().nanoTime() - start;
    if (waiting.isEmpty()) {
      ended();
    } else {
      // As a timer, not as a task: of those the loop does all that there are, for up to a second,
      // before it looks at its sockets.
      loop.schedule(pass, 0, TimeUnit.NANOSECONDS);
    }
  }

  private void ended() {
    scheduled = false;
    pauseUntil = loop.ticker().nanoTime() + Math.min(spentNanos, longestPauseNanos);
    spentNanos = 0;
    if (longest > KEPT) {
      waiting = new ArrayDeque<>();
    }
    longest = 0;
  }
}
