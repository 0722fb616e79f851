package chat.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyEncodingTest {
  private static final List<Object> ASCENDING =
      List.of(
          MinKey.getInstance(),
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1,
          -1e15,
          -1.5,
          -1,
          0,
          Double.MIN_VALUE,
          1L,
          1.5,
          (1L << 53),
          (1L << 53) + 1,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE,
          1e300,
          Double.POSITIVE_INFINITY,
          "",
          "\0",
          "\0a",
          "a",
          "a\0",
          "aa",
          "b",
          "가",
          "\uD83D\uDC4B",
          new Document("a", 1),
          new Document("a", 1).append("b", 0),
          new Document("a", 2),
          List.of(1),
          List.of(1, 1),
          List.of(2),
          new byte[] {9},
          new byte[] {1, 1},
          false,
          true,
          Instant.EPOCH.minusMillis(1),
          Instant.EPOCH,
          MaxKey.getInstance());

  @Test
  void bytesCompareAsTheValuesDo() {
    for (int i = 0; i + 1 < ASCENDING.size(); i++) {
      Object smaller = ASCENDING.get(i);
      Object larger = ASCENDING.get(i + 1);
      assertThat(KeyEncoding.of(smaller))
          .as("%s before %s", smaller, larger)
          .isLessThan(KeyEncoding.of(larger));
      assertThat(descending(smaller)).isGreaterThan(descending(larger));
    }
  }

  @Test
  void noEncodingIsAPrefixOfAnother() {
    for (Object one : ASCENDING) {
      for (Object other : ASCENDING) {
        if (one != other) {
          assertThat(KeyEncoding.of(one).startsWith(KeyEncoding.of(other)))
              .as("%s and %s", one, other)
              .isFalse();
        }
      }
    }
  }

  @Test
  void equalNumbersOfDifferentTypesAreOneKey() {
    assertThat(KeyEncoding.of(7)).isEqualTo(KeyEncoding.of(7L)).isEqualTo(KeyEncoding.of(7.0));
    assertThat(KeyEncoding.of(-0.0)).isEqualTo(KeyEncoding.of(0));
  }

  private static Key descending(Object value) {
    return new KeyEncoding().add(value, false).toKey();
  }
}
