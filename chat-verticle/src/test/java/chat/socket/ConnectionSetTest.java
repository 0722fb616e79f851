package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ConnectionSetTest {
  /** Numbers from 0 are added, those below it removed. */
  @Property(tries = 300)
  void itHoldsWhatASetHoldsBothSmallAndLarge(
      @ForAll @Size(max = 600) List<@IntRange(min = -150, max = 150) Integer> changes) {
    ConnectionSet set = new ConnectionSet();
    TreeSet<Integer> model = new TreeSet<>();
    for (int change : changes) {
      int connection = Math.abs(change);
      if (change >= 0) {
        assertThat(set.add(connection)).isEqualTo(model.add(connection));
      } else {
        assertThat(set.remove(connection)).isEqualTo(model.remove(connection));
      }
      assertThat(set.size()).isEqualTo(model.size());
      assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(set.contains(connection)).isEqualTo(model.contains(connection));
    }
    List<Integer> shown = new ArrayList<>();
    set.forEach(shown::add);
    assertThat(shown).containsExactlyElementsOf(model);
  }
}
