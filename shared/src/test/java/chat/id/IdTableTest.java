package chat.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class IdTableTest {
  private record Thing(long high, long low) implements Identified {}

  @Property
  void theBitsOfAnIdentifierAreAllOfIt(@ForAll long high, @ForAll long low) {
    String id = Ids.of(high, low);

    assertThat(Ids.isExact(id)).isTrue();
    assertThat(Ids.high(id)).isEqualTo(high);
    assertThat(Ids.low(id)).isEqualTo(low);
  }

  @Property
  void aTextThatNoIdentifierHasIsNotExact(@ForAll long high, @ForAll long low) {
    String id = Ids.of(high, low);
    char last = id.charAt(25);
    assertThat(Ids.isExact(id.substring(0, 25) + (char) (last + 1))).isFalse();
    assertThat(Ids.isExact(id.substring(1))).isFalse();
  }

  /** Numbers from 0 are put, those below it removed; few bits differ, as between ids by time. */
  @Property(tries = 300)
  void itHoldsWhatAMapHolds(
      @ForAll @Size(max = 500) List<@IntRange(min = -100, max = 100) Integer> changes) {
    IdTable<Thing> table = new IdTable<>();
    Map<Long, Thing> model = new HashMap<>();
    for (int change : changes) {
      long key = Math.abs(change);
      if (change >= 0) {
        Thing thing = new Thing(key << 16, 0);
        assertThat(table.put(thing)).isSameAs(model.put(key, thing));
      } else {
        assertThat(table.remove(key << 16, 0)).isSameAs(model.remove(key));
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
    List<Thing> all = new ArrayList<>();
    table.forEach(all::add);
    assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
    model.forEach((key, thing) -> assertThat(table.get(thing.id())).isSameAs(thing));
    table.removeIf(thing -> (thing.high() >> 16) % 2 == 0);
    assertThat(table.size())
        .isEqualTo((int) model.keySet().stream().filter(k -> k % 2 == 1).count());
  }
}
