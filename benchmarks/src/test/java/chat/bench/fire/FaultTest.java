package chat.bench.fire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void everyFaultIsPlayedUnlessSomeAreNamed() {
    assertThat(Scenario.of(null, true).faults()).containsExactly(Fault.values());
    assertThat(Scenario.of(List.of("kill-node", "cut-backend"), true).faults())
        .containsExactly(
            Fault.KILL_NODE, Fault.CUT_KAFKA, Fault.CUT_MONGO, Fault.CUT_MYSQL, Fault.CUT_REDIS);
    assertThat(Scenario.of(List.of("cut-nodes"), true).faults())
        .containsExactly(Fault.CUT_NODE, Fault.CUT_PAIR);
    assertThat(Scenario.of(List.of("none"), true).faults()).isEmpty();
  }

  @Test
  void aFaultThatDoesNotExistIsRefusedWithThoseThatDo() {
    assertThatThrownBy(() -> Scenario.of(List.of("earthquake"), true))
        .hasMessageContaining("earthquake")
        .hasMessageContaining("client-storm");
  }

  @Test
  void whereTheNetworkCannotBeCutTheRestIsPlayedUnlessACutWasAskedFor() {
    assertThat(Scenario.of(null, false).faults()).contains(Fault.KILL_NODE).noneMatch(Fault::cuts);
    assertThatThrownBy(() -> Scenario.of(List.of("cut-nodes"), false))
        .hasMessageContaining("namespaces");
  }
}
