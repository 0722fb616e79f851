package chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsSpreadOverTheWholeTimeThatDoublesUpToTheLimit() {
    Random random = new Random(7);
    long[] sums = new long[8];
    for (int run = 0; run < 2_000; run++) {
      Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1_600), random);
      for (int attempt = 0; attempt < sums.length; attempt++) {
        long wait = backoff.nextMillis();
        assertThat(wait).isBetween(0L, Math.min(1_600, 100L << attempt));
        sums[attempt] += wait;
      }
    }
    assertThat(LongStream.of(sums).map(sum -> sum / 2_000).boxed().toList())
        .as("the mean is half the ceiling: full jitter")
        .satisfies(means -> assertThat(means.get(0)).isBetween(45L, 55L))
        .satisfies(means -> assertThat(means.get(3)).isBetween(380L, 420L))
        .satisfies(means -> assertThat(means.get(7)).isBetween(760L, 840L));
  }

  @Test
  void startsAnewAfterAReset() {
    Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofHours(1), new Random(1));
    for (int i = 0; i < 50; i++) {
      backoff.nextMillis();
    }
    backoff.reset();

    assertThat(backoff.nextMillis()).isLessThanOrEqualTo(10);
  }
}
