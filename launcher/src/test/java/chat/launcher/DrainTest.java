package chat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that ends because it must not go on. */
class DrainTest {
  private final Drain drain = new Drain(null, "node", 1, null, null, List.of());

  @Test
  void partitionsAreGivenUpBeforeTheNodeEnds() {
    AtomicInteger left = new AtomicInteger();
    drain.owner("first", left::incrementAndGet);
    drain.owner("second", left::incrementAndGet);

    drain.abandon();

    assertThat(left).hasValue(2);
  }

  @Test
  @Timeout(20)
  void oneThatCanNotBeGivenUpHoldsNothingUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch given = new CountDownLatch(1);
    drain.owner(
        "stuck",
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    drain.owner("other", given::countDown);

    drain.abandon();

    given.await();
  }
}
