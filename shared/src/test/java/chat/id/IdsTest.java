package chat.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void identifiersAreAccepted() {
    assertThat(Ids.isId(Ids.random())).isTrue();
    assertThat(Ids.isId(Ids.timeOrdered(Clock.systemUTC()))).isTrue();
    assertThat(Ids.isId("x".repeat(26))).isFalse();
    assertThat(Ids.isId("")).isFalse();
    assertThat(Ids.isId(null)).isFalse();
  }

  @Property
  void anOperationIdIsReadAsItWasWritten(
      @ForAll @LongRange(min = 0, max = (1L << 47)) long millis,
      @ForAll long high,
      @ForAll long low) {
    OperationId id = OperationId.of(millis, high, low);

    assertThat(OperationId.parse(id.toString())).isEqualTo(id);
    assertThat(id.millis()).isEqualTo(millis);
  }

  @Test
  void otherTextsAreNoOperationIds() {
    for (String text :
        new String[] {
          null, "", "1", UUID.randomUUID().toString(), "0190163D-8694-739B-AEA5-966C26F8AD90"
        }) {
      assertThatThrownBy(() -> OperationId.parse(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
