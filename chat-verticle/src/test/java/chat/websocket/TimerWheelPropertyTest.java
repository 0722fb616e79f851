package chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TimerWheelPropertyTest {
  private static final Duration TICK = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private int now;

  /** Remembers when it was to expire and when it did; may set itself anew. */
  private final class Deadline extends Timed {
    final List<Integer> delays = new ArrayList<>();
    int due = -1;
    int late;

    void set(TimerWheel wheel, int millis) {
      due = now + millis;
      wheel.set(this, Duration.ofMillis(millis));
    }

    @Override
    void expired() {
      assertThat(due).as("an expired deadline was set").isNotNegative();
      assertThat(now).as("now").isGreaterThanOrEqualTo(due);
      late = Math.max(late, now - due);
      due = -1;
    }
  }

  @Property(tries = 500)
  void deadlinesExpireOnceNeverEarlyAndSoon(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 599) Integer> actions) {
    now = 0;
    TimerWheel wheel = new TimerWheel(TICK, LONGEST);
    List<Deadline> deadlines = List.of(new Deadline(), new Deadline(), new Deadline());
    for (int action : actions) {
      Deadline deadline = deadlines.get(action % 3);
      if (action >= 550) {
        wheel.drop(deadline);
        deadline.due = -1;
      } else if (action <= 500 && action > 0) {
        deadline.set(wheel, action);
      }
      now += 10;
      wheel.tick();
    }
    for (int i = 0; i < 53; i++) {
      now += 10;
      wheel.tick();
    }
    assertThat(deadlines).allMatch(deadline -> deadline.due == -1 && deadline.late <= 20);
  }

  @Property(tries = 50)
  void anExpiredDeadlineMaySetItselfAnew(@ForAll @IntRange(min = 1, max = 500) int period) {
    TimerWheel wheel = new TimerWheel(TICK, LONGEST);
    int[] expiries = {0};
    Timed again =
        new Timed() {
          @Override
          void expired() {
            expiries[0]++;
            wheel.set(this, Duration.ofMillis(period));
          }
        };
    wheel.set(again, Duration.ofMillis(period));
    for (int i = 0; i < 10_000; i++) {
      wheel.tick();
    }
    int ticks = Math.ceilDiv(period, 10) + 1;
    assertThat(expiries[0]).isEqualTo(10_000 / ticks);
  }
}
