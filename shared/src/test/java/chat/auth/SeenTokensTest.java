package chat.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenTokensTest {
  private final SeenTokens seen = new SeenTokens();

  private static SeenTokens.Print print(int number) {
    return SeenTokens.print(("token " + number).getBytes(US_ASCII));
  }

  @Test
  void nearlyAllOfManyAreKnownAgainAndNoOther() {
    IntStream.range(0, 100_000).forEach(i -> seen.add(print(i)));
    assertThat(IntStream.range(0, 100_000).filter(i -> seen.contains(print(i))).count())
        .isGreaterThan(95_000);
    assertThat(IntStream.range(100_000, 200_000).filter(i -> seen.contains(print(i)))).isEmpty();
  }

  @Test
  void fourOfOneSetStandBesideEachOtherAndAFifthTakesAPlace() {
    List<SeenTokens.Print> five =
        IntStream.rangeClosed(1, 5).mapToObj(i -> new SeenTokens.Print(7, 2 * i + 1, i)).toList();
    five.subList(0, 4).forEach(seen::add);
    assertThat(five.subList(0, 4)).allMatch(seen::contains);
    assertThat(seen.contains(five.getLast())).isFalse();

    seen.add(five.getLast());
    assertThat(five.stream().filter(seen::contains)).hasSize(4).contains(five.getLast());
  }
}
