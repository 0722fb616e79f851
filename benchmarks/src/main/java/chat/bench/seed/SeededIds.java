package chat.bench.seed;

import chat.id.Ids;
import java.util.SplittableRandom;

/** Ids that spread like random ones and follow from a number. */
final class SeededIds {
  private SeededIds() {}

  static String of(char kind, int number) {
    SplittableRandom random = new SplittableRandom((long) kind << 32 | number);
    return Ids.of(random.nextLong(), random.nextLong());
  }
}
