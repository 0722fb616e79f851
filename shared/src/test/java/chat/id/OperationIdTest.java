package chat.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationIdTest {
  @Property
  void readsWhatItWritesAndSoDoesTheJdk(
      @ForAll @LongRange(min = 0, max = (1L << 48) - 1) long millis,
      @ForAll long high,
      @ForAll long low) {
    OperationId id = OperationId.of(millis, high, low);
    assertThat(OperationId.parse(id.toString())).isEqualTo(id);
    UUID uuid = UUID.fromString(id.toString());
    assertThat(uuid.version()).isEqualTo(7);
    assertThat(uuid.getMostSignificantBits()).isEqualTo(id.high());
    assertThat(uuid.getLeastSignificantBits()).isEqualTo(id.low());
    assertThat(id.millis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0192f0c1-2345-7abc-8def-0123456789a",
        "0192f0c1-2345-7abc-8def-0123456789abc",
        "0192F0C1-2345-7ABC-8DEF-0123456789AB",
        "0192f0c1-2345-4abc-8def-0123456789ab",
        "0192f0c1-2345-7abc-cdef-0123456789ab",
        "0192f0c1-2345-7abc-7def-0123456789ab",
        "0192f0c1-2345-7abc-8def+0123456789ab",
        "0192f0c1+2345-7abc-8def-0123456789ab",
        "0192f0g1-2345-7abc-8def-0123456789ab",
        "0192f0c12345-7abc-8def-0123456789ab-",
      })
  void refusesWhatIsNoUuidOfVersion7InLowerCase(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> OperationId.parse(text));
  }

  @Test
  void refusesNothingAtAll() {
    assertThatIllegalArgumentException().isThrownBy(() -> OperationId.parse(null));
  }
}
