package chat.bench.fire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code ./bench fire} as an operator runs it, each fault once and briefly. */
class FireIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path LOG = Path.of("target", "fire.log").toAbsolutePath();
  private static final Path FIGURES = Path.of("target", "fire.json").toAbsolutePath();
  private static final long LIMIT_MINUTES = 12;

  @Test
  void noPromiseBreaksWhateverHappensToTheCell() throws Exception {
    int status =
        fire(
            "--brief",
            "--seed",
            "1",
            "--clients",
            "8",
            "--rate",
            "30",
            "--json",
            FIGURES.toString());

    String said = Files.readString(LOG);
    System.out.println(said);
    assertThat(status).as(said).isZero();
    boolean all = !said.contains("left out"); // where networks can't be cut
    for (Fault fault : Fault.values()) {
      if (all || !fault.cuts()) {
        assertThat(said).as("a line for each fault").contains("\n  " + fault.label() + ' ');
      }
    }
    JsonNode figures = JsonMapper.builder().build().readTree(FIGURES.toFile()).path("figures");
    assertThat(figures.path("sent").asLong()).isPositive();
    assertThat(figures.path("acknowledged").asLong()).isEqualTo(figures.path("sent").asLong());
    for (String promise :
        List.of(
            "lost",
            "duplicated",
            "outOfOrder",
            "incomplete",
            "unanswered",
            "readsBack",
            "foreign",
            "notWell")) {
      assertThat(figures.path(promise).asLong(-1)).as(promise).isZero();
    }
    assertThat(figures.path("longestPauseMillis").asDouble()).isPositive();
  }

  private static int fire(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ROOT.resolve("scripts/private-network").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dbench.root=" + ROOT,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.bench.Main",
                "fire"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(LOG.toFile()))
            .start();
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("the fire does not end by itself; see " + LOG);
      }
      return process.exitValue();
    } finally {
      process.destroy();
    }
  }
}
