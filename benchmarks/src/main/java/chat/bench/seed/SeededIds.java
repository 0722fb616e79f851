package chat.bench.seed;

import java.util.SplittableRandom;

/** Ids that spread like random ones ({@link chat.id.Ids}) and follow from a number. */
final class SeededIds {
  private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";

  private SeededIds() {}

  static String of(char kind, int number) {
    SplittableRandom random = new SplittableRandom((long) kind << 32 | number);
    char[] id = new char[chat.id.Ids.LENGTH];
    for (int i = 0; i < id.length; i++) {
      id[i] = DIGITS.charAt(random.nextInt(32));
    }
    // 128 bits are 25 groups of five and one of three, padded right.
    id[id.length - 1] = DIGITS.charAt(random.nextInt(8) << 2);
    return new String(id);
  }
}
