package chat.embedded.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts a process again whenever it ends, at once at first and then ever later, until it is told
 * not to. Runs on a thread of its own.
 */
public final class Guardian {
  /** Until a process that was well is started again. */
  public static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** One that has run for so long is taken to be well. */
  private static final Duration WELL = Duration.ofMinutes(1);

  /** A process that can be started; {@link #onExit} is asked after each start. */
  public interface Ward {
    void start() throws IOException;

    CompletableFuture<Integer> onExit();
  }

  private final String name;
  private final Ward ward;
  private final Duration firstPause;
  private final Consumer<String> say;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * A guardian that does nothing yet.
   *
   * @param say told in one line what a person should know
   */
  public Guardian(String name, Ward ward, Consumer<String> say) {
    this(name, ward, FIRST_PAUSE, say);
  }

  /**
   * As {@link #Guardian(String, Ward, Consumer)}.
   *
   * @param firstPause until a process that was well is started again
   */
  public Guardian(String name, Ward ward, Duration firstPause, Consumer<String> say) {
    this.name = name;
    this.ward = ward;
    this.firstPause = firstPause;
    this.say = say;
  }

  /** Begins to watch a process that runs. */
  public void watch() {
    Thread.ofPlatform().daemon().name("guardian-" + name).start(this::run);
  }

  /** From now on the process may end. */
  public void dismiss() {
    stopping.countDown();
  }

  private void run() {
    Duration pause = firstPause;
    try {
      while (true) {
        long started = System.nanoTime();
        int status = ward.onExit().join();
        boolean wasWell = System.nanoTime() - started > WELL.toNanos();
        pause = wasWell ? firstPause : pause;
        if (isStoppingWithin(Duration.ZERO)) {
          return;
        }
        say.accept(
            "%s ended with status %d; it is started again in %d s"
                .formatted(name, status, pause.toSeconds()));
        pause = restart(pause);
        if (pause.isNegative()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the pause before the start after this one; negative: no more starts. */
  private Duration restart(Duration after) throws InterruptedException {
    Duration pause = after;
    while (!isStoppingWithin(pause)) {
      pause = longer(pause);
      try {
        ward.start();
        say.accept(name + " runs again");
        return pause;
      } catch (IOException e) {
        say.accept(
            "%s did not start (%s); the next try is in %d s"
                .formatted(name, Reasons.of(e), pause.toSeconds()));
      }
    }
    return Duration.ofSeconds(-1);
  }

  private boolean isStoppingWithin(Duration time) throws InterruptedException {
    return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}
