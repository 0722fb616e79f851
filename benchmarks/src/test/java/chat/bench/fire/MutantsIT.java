package chat.bench.fire;

import static org.assertj.core.api.Assertions.assertThat;

import chat.bench.fire.Violation.Kind;
import chat.channel.Zombie;
import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.cluster.Loopback;
import chat.delivery.Forgetful;
import chat.embedded.EmbeddedBackends;
import chat.embedded.process.Folders;
import chat.log.WriteBehind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker can fail: nodes in which one guarantee is taken out are caught by it. */
class MutantsIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path FOLDER = Path.of("target", "mutants").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** For what must never come: whoever is only slow has answered by then. */
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(15);

  private static Mutant mutant(String name) throws IOException {
    return Mutant.of(
        ROOT.resolve("launcher/target/chat.jar"), FOLDER.resolve(name).resolve("chat.jar"));
  }

  private static Verdict run(Mutant mutant, double rate, String... faults) throws Exception {
    return run(mutant, 1, rate, PATIENCE, faults);
  }

  private static Verdict run(
      Mutant mutant, int nodes, double rate, Duration patience, String... faults) throws Exception {
    Path data = mutant.jar().resolveSibling("data");
    EmbeddedBackends.reapLeftOvers(data);
    Folders.deleteRecursively(data);
    Loopback network = new Loopback();
    Cluster cluster =
        Cluster.start(
            data, ClusterOptions.forTests(nodes, ROOT).withChatJar(mutant.jar()), network);
    try {
      cluster.guard(System.out::println);
      return new FireRun(
              cluster,
              network,
              new FireRun.Options(
                  1, 12, rate, Scenario.of(List.of(faults), false), Duration.ZERO, patience, true))
          .play();
    } finally {
      cluster.abandon();
      Folders.deleteRecursively(mutant.jar().getParent());
    }
  }

  @Test
  void withoutTheWindowOfIdsRepeatsAreDuplicates() throws Exception {
    Mutant mutant = mutant("no-window").answerNull("chat.channel.IdWindow", "find");

    Verdict verdict = run(mutant, 300, "client-storm", "client-storm", "client-storm");

    assertThat(verdict.count(Kind.DUPLICATED)).isPositive();
    assertThat(verdict.count(Kind.LOST)).isZero();
  }

  @Test
  void whatIsAcknowledgedBeforeTheLogHasItIsLost() throws Exception {
    Mutant mutant =
        mutant("write-behind")
            .with(WriteBehind.class)
            .redirect("chat.log.ChannelLog", "append", "send", WriteBehind.class, "send")
            .redirect("chat.log.ChannelLog", "append", "future", WriteBehind.class, "future");

    assertThat(run(mutant, 300, "kill-node").count(Kind.LOST)).isPositive();
  }

  @Test
  void withoutTheFenceAZombieTakesBackWhatItsSuccessorDecided() throws Exception {
    Verdict verdict = runWithZombie("no-fence", "writeUnfenced");

    // What comes next gets a place that is taken. The owner stops rather than contradict the store:
    // nobody ever gets it, even if it was acknowledged.
    assertThat(verdict.count(Kind.INCOMPLETE) + verdict.count(Kind.UNANSWERED)).isPositive();
  }

  @Test
  void withTheFenceTheSameZombieDoesNoHarm() throws Exception {
    Verdict verdict = runWithZombie("fence", "write");

    assertThat(verdict.violations()).filteredOn(each -> each.kind() != Kind.LATE).isEmpty();
  }

  private static Verdict runWithZombie(String name, String write) throws Exception {
    Mutant mutant =
        mutant(name)
            .with(Zombie.class)
            .redirect("chat.channel.Summaries", "bulk", "bulkWriteWithOptions", Zombie.class, write)
            .redirect("chat.launcher.Main", "halt", "halt", Zombie.class, "halt");
    return run(mutant, 3, 40, LONG_PATIENCE, "zombie", "rolling-restart");
  }

  @Test
  void whatIsLostOfAQuietChannelIsMissedByItsReaders() throws Exception {
    Mutant mutant =
        mutant("forgetful")
            .with(Forgetful.class)
            .skipIf("chat.channel.FanOut", "add", Forgetful.class, "loses");

    Verdict verdict = run(mutant, 40, "redis-flush");

    // What came late does not count: a cell that is only slow is late too.
    assertThat(verdict.count(Kind.INCOMPLETE)).isPositive();
    assertThat(verdict.count(Kind.LOST)).isZero();
  }
}
