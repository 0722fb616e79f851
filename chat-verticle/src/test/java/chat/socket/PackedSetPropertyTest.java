package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PackedSetPropertyTest {
  @Property(tries = 300)
  void itHoldsWhatWasAddedAndNotRemoved(
      @ForAll @Size(max = 900) List<@IntRange(max = 700) Integer> dense,
      @ForAll List<@IntRange Integer> sparse,
      @ForAll @Size(max = 900) List<@IntRange(max = 700) Integer> removed) {
    PackedSet set = new PackedSet();
    TreeSet<Integer> truth = new TreeSet<>();
    for (List<Integer> some : List.of(dense, sparse)) {
      some.forEach(set::add);
      truth.addAll(some);
      assertThat(members(set)).containsExactlyElementsOf(truth);
    }
    removed.forEach(set::remove);
    removed.forEach(truth::remove);
    assertThat(members(set)).containsExactlyElementsOf(truth);
    List.copyOf(truth).forEach(set::remove);
    assertThat(set.isEmpty()).isTrue();
  }

  private static List<Integer> members(PackedSet set) {
    List<Integer> members = new ArrayList<>();
    set.forEach(members::add);
    return members;
  }
}
