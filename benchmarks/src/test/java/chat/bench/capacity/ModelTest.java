package chat.bench.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final Assumptions DEFAULTS = Assumptions.defaults();

  @Test
  void theRequirementGivesTheKnownTraffic() {
    assertThat(value(DEFAULTS, "messages a day")).isEqualTo(1e9);
    assertThat(value(DEFAULTS, "average")).isCloseTo(11_574, within(1.0));
    assertThat(value(DEFAULTS, "peak")).isCloseTo(57_870, within(1.0));
    assertThat(value(DEFAULTS, "images a day")).isCloseTo(40, within(0.001));
  }

  @Test
  void memoryFollowsTheConnections() {
    assertThat(value(DEFAULTS.with("rssBytes", 3_000), "memory of connections")).isEqualTo(3);
    assertThat(
            value(
                DEFAULTS.with("rssBytes", 3_000).with("connections", 2_000_000),
                "memory of connections"))
        .isEqualTo(6);
  }

  @Test
  void nodesFollowWhicheverIsScarcer() {
    Assumptions many = DEFAULTS.with("connections", 10_000_000).with("connectionsPerNode", 50_000);
    assertThat(value(many, "nodes that serve")).isEqualTo(200);
    Assumptions busy = DEFAULTS.with("messageMicros", 100_000).with("coresPerNode", 1);
    assertThat(value(busy, "nodes that serve")).isGreaterThan(5_000);
  }

  @Test
  void anUnknownAssumptionIsRefusedWithTheNamesOfAll() {
    assertThatThrownBy(() -> DEFAULTS.with("conections", 5))
        .hasMessageContaining("no assumption is named conections")
        .hasMessageContaining("connections, dailyUsers");
    assertThatThrownBy(() -> DEFAULTS.with("connections", -1))
        .hasMessage("connections must be a number above 0");
  }

  @Test
  void theDocumentShowsWhatTheProgramPrints() throws Exception {
    String document = Files.readString(Path.of("../docs/capacity.md"));

    assertThat(document)
        .as("paste the output of ./bench capacity into docs/capacity.md")
        .contains(Table.of(DEFAULTS).strip());
  }

  private static double value(Assumptions given, String what) {
    return Model.of(given).stream()
        .filter(line -> line.what().equals(what))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
