package chat.cli;

import java.util.Locale;

/**
 * A bar on standard error that grows while something is under way; nothing where that is no
 * terminal. Thread-safe.
 */
final class Progress {
  private static final int WIDTH = 30;
  private static final long EVERY_NANOS = 100_000_000;

  private final Terminal terminal;
  private final boolean shown;
  private long last;

  Progress(Terminal terminal) {
    this(terminal, System.console() != null && System.console().isTerminal());
  }

  Progress(Terminal terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  /** Shows {@code done} of {@code all}, at most ten times a second. */
  synchronized void show(String what, long done, long all) {
    long now = System.nanoTime();
    if (!shown || (now - last < EVERY_NANOS && done < all)) {
      return;
    }
    last = now;
    int filled = all == 0 ? WIDTH : (int) (WIDTH * done / all);
    terminal
        .err()
        .printf(
            Locale.ROOT,
            "\r[%s%s] %,d of %,d  %-32.32s",
            "#".repeat(filled),
            "-".repeat(WIDTH - filled),
            done,
            all,
            what);
    terminal.err().flush();
  }

  /** Leaves the line. */
  synchronized void end() {
    if (shown && last != 0) {
      terminal.err().println();
    }
  }
}
