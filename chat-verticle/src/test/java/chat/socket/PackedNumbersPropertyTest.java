package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PackedNumbersPropertyTest {
  @Property
  void whatIsPackedComesOutSorted(@ForAll Set<@IntRange(min = 0) Integer> numbers) {
    byte[] packed = PackedNumbers.of(numbers.stream().mapToInt(number -> number).toArray());

    List<Integer> shown = new ArrayList<>();
    PackedNumbers.forEach(packed, shown::add);

    assertThat(shown).containsExactlyElementsOf(numbers.stream().sorted().toList());
  }
}
