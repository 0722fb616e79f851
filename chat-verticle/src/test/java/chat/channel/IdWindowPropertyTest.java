package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.id.OperationId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IdWindowPropertyTest {
  /** Against a plain map: everything that must still be known is, and nothing is made up. */
  @Property(tries = 200)
  void everythingYoungEnoughIsFound(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int operations) {
    Random random = new Random(seed);
    IdWindow window = new IdWindow();
    Map<OperationId, IdWindow.Entry> model = new LinkedHashMap<>();
    long time = 1_000_000;
    long forgotten = 0;
    for (int seq = 1; seq <= operations; seq++) {
      time += random.nextInt(50);
      OperationId id = OperationId.of(time, random.nextLong(), random.nextLong());
      IdWindow.Entry entry = new IdWindow.Entry(id, seq, seq, time);
      window.add(entry);
      model.put(id, entry);
      if (random.nextInt(20) == 0) {
        forgotten = Math.max(forgotten, time - random.nextInt(20_000));
        window.forget(forgotten);
      }
    }
    for (IdWindow.Entry entry : model.values()) {
      if (entry.time() >= forgotten) {
        assertThat(window.find(entry.id())).isEqualTo(entry);
      } else {
        assertThat(window.find(entry.id())).isIn(entry, null);
      }
    }
    assertThat(window.find(OperationId.of(1, 2, 3))).isNull();
    assertThat(window.copy().size()).isEqualTo(window.size());
  }

  @Property(tries = 50)
  void forgettingBoundsTheMemory(@ForAll @IntRange(min = 100, max = 1_000) int rate) {
    IdWindow window = new IdWindow();
    Random random = new Random(rate);
    int most = 0;
    for (int i = 0; i < rate * 20; i++) {
      long time = i * 1_000L / rate;
      window.add(
          new IdWindow.Entry(
              OperationId.of(time, random.nextLong(), random.nextLong()), i + 1, i + 1, time));
      window.forget(time - 1_000);
      most = Math.max(most, window.size());
    }
    assertThat(most).isLessThan(rate * 2 + 10);
  }
}
