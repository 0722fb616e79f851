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
  void aMessageGoesToTheOtherNodesThatHaveMembers() {
    // Each of the nine other nodes has one of ten members with a probability of 1 - 0.9^10.
    assertThat(value(DEFAULTS, "other nodes that want a message")).isCloseTo(5.862, within(0.001));
    assertThat(value(DEFAULTS.with("audience", 1), "other nodes that want a message"))
        .isCloseTo(0.9, within(0.001));
    // 57,870 a second, and nine of ten answers.
    assertThat(value(DEFAULTS, "messages between nodes at the peak"))
        .isCloseTo(391_313, within(1.0));
    assertThat(value(DEFAULTS, "events that a node takes from others"))
        .isCloseTo(33_923, within(1.0));
  }

  @Test
  void aSingleNodeHasNobodyToTell() {
    Assumptions single = DEFAULTS.with("connectionsPerNode", 1_000_000).with("coresPerNode", 100);

    assertThat(value(single, "nodes that serve")).isEqualTo(1);
    assertThat(value(single, "messages between nodes at the peak")).isZero();
    assertThat(value(single, "between nodes at the peak")).isZero();
  }

  @Test
  void whatGoesBetweenNodesTakesBytes() {
    // 700 bytes of a frame, and 300 around it and around each answer.
    assertThat(value(DEFAULTS, "between nodes at the peak")).isCloseTo(2.839, within(0.001));
    assertThat(value(DEFAULTS, "network of a node, between nodes"))
        .isCloseTo(0.2839, within(0.0001));
    assertThat(value(DEFAULTS.with("busBytes", 1_300), "between nodes at the peak"))
        .isCloseTo(5.969, within(0.001));
  }

  @Test
  void whatGoesBetweenNodesTakesCoresAndSoNodes() {
    assertThat(value(DEFAULTS, "cores for messages between nodes")).isCloseTo(13.70, within(0.01));
    Assumptions few = DEFAULTS.with("connectionsPerNode", 200_000);
    assertThat(value(few.with("busMicros", 0.01), "nodes that serve")).isEqualTo(6);
    assertThat(value(few, "nodes that serve")).isEqualTo(9);
    // As many as are needed for what goes to so many.
    Assumptions slow = DEFAULTS.with("busMicros", 3_500);
    assertThat(value(slow, "nodes that serve")).isEqualTo(465);
    assertThat(value(slow, "cores for messages between nodes")).isLessThan(465 * 8 * 0.6);
  }

  @Test
  void silentClientsPingFirstAndTheServerTheOthers() {
    assertThat(value(DEFAULTS, "pings of clients")).isEqualTo(40_000);
    assertThat(value(DEFAULTS, "pings of the server")).isZero();
    assertThat(value(DEFAULTS, "cores for pings")).isCloseTo(1.04, within(0.001));
    Assumptions half = DEFAULTS.with("clientPingShare", 0.5);
    assertThat(value(half, "pings of clients")).isEqualTo(20_000);
    assertThat(value(half, "pings of the server")).isCloseTo(8_333, within(1.0));
    assertThat(value(half, "cores for pings")).isCloseTo(0.715, within(0.001));
  }

  @Test
  void pingsAndSignInsTakeCoresAndSoNodes() {
    assertThat(value(DEFAULTS.with("clientPingMicros", 2_600), "nodes that serve")).isEqualTo(31);
    assertThat(value(DEFAULTS.with("signInMicros", 400_000), "nodes that serve")).isEqualTo(33);
  }

  @Test
  void theBrowserClientPingsAsOftenAsIsAssumed() throws Exception {
    assertThat(DEFAULTS.get("clientPingSeconds")).isEqualTo(25);
    assertThat(Files.readString(Path.of("../web/src/socket/connection.ts")))
        .contains("IDLE_PING_MS = 25_000;");
  }

  @Test
  void primariesOfMySqlTakeAllReadsOfAStorm() {
    // Ten nodes; who signs in reads once, and once more for the channel that is then fetched.
    assertThat(value(DEFAULTS, "reads while a storm lasts")).isEqualTo(44_000);
    assertThat(value(DEFAULTS, "shards by size")).isEqualTo(2);
    assertThat(value(DEFAULTS, "shards")).isEqualTo(3);
    assertThat(value(DEFAULTS, "servers")).isEqualTo(6);
    assertThat(value(DEFAULTS.with("catchUpsEach", 3), "shards")).isEqualTo(5);
    assertThat(value(DEFAULTS.with("catchUpsEach", 3), "reads of sign-ins"))
        .isCloseTo(1_111, within(1.0));
    assertThat(value(DEFAULTS.with("mysqlReadsPerSecond", 1_000_000), "shards")).isEqualTo(2);
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
