package chat.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseWatchTest {
  private final AtomicLong clock = new AtomicLong();
  private final List<Duration> told = new ArrayList<>();
  private final PauseWatch watch = new PauseWatch(Duration.ofSeconds(4), clock::get, told::add);

  private void tickAfter(Duration time) {
    clock.addAndGet(time.toNanos());
    watch.tick();
  }

  @Test
  void aPauseThatTheOthersTakeForDeathIsTold() {
    tickAfter(Duration.ofMillis(200));
    tickAfter(Duration.ofSeconds(20));
    assertThat(told).containsExactly(Duration.ofSeconds(20));
  }

  @Test
  void shortPausesDoNotAddUp() {
    for (int i = 0; i < 10; i++) {
      tickAfter(Duration.ofMillis(3_900));
    }
    assertThat(told).isEmpty();
  }

  @Test
  void nothingIsToldAfterItsEnd() {
    watch.close();
    tickAfter(Duration.ofSeconds(20));
    assertThat(told).isEmpty();
  }
}
