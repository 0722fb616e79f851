package chat.embedded.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.embedded.EmbeddedOptions;
import chat.embedded.process.ChildProcess;
import chat.embedded.process.ChildSpec;
import chat.embedded.process.FreePorts;
import chat.embedded.process.PidFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process tree of {@code ./run}, with nodes that only say that they are ready. */
class SupervisorTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path dir;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Test
  void afterKill9TheNextStartCleansUpAndAStopLeavesNoProcess() throws Exception {
    Path data = dir.resolve("data");
    ChildProcess first = startSystem(data, "--nodes", "2");
    List<ProcessHandle> ofFirst = children(data);
    assertThat(ofFirst).as("mariadb, redis, kafka and two nodes").hasSize(5);
    String key = Files.readString(data.resolve("signing-key.pem"));
    first.kill();

    ChildProcess second = startSystem(data);
    assertThat(ofFirst).noneMatch(ProcessHandle::isAlive);
    assertThat(data.resolve("signing-key.pem")).hasContent(key);

    PidFile redis = new PidFile(data.resolve("run/redis.pid"));
    redis.running().orElseThrow().destroyForcibly();
    awaitLine("redis ended with status 137; it is started again in 1 s");
    awaitLine("redis runs again");
    assertThat(redis.running()).isPresent();

    List<ProcessHandle> ofSecond = children(data);
    second.stop(LIMIT);
    assertThat(ofSecond).hasSize(4).noneMatch(ProcessHandle::isAlive);
    assertThat(children(data)).isEmpty();
    assertThat(data.resolve("kafka/data/.kafka_cleanshutdown")).as("stopped in order").exists();
  }

  @Test
  void aPortInUseIsRefusedInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertRefusal("port " + port + " is in use", "--port", "" + (port - 1), "--nodes", "2");
    }
  }

  @Test
  void dataOfANewerVersionIsRefusedInOneLine() throws Exception {
    Files.writeString(dir.resolve("version"), "2\n");
    assertRefusal("was written by a newer version (layout 2; this one knows 1)");
    assertThat(dir.resolve("mariadb")).doesNotExist();
  }

  @Test
  void dataInUseByAnotherRunIsRefusedInOneLine() throws Exception {
    Path data = dir.resolve("data");
    Files.createDirectories(data);
    ChildProcess other = lockHolder(data);
    try {
      assertThatThrownBy(() -> DataDirectory.open(data))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining(data + " is in use by process " + other.pid());
    } finally {
      other.kill();
    }
    DataDirectory.open(data).close();
  }

  @Test
  void aDataDirectoryThatIsAFileIsRefusedInOneLine() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is not a folder");
  }

  @Test
  void wrongOptionsAreRefusedByName() {
    assertThatThrownBy(() -> RunOptions.parse("--port", "http"))
        .hasMessageContaining("--port must be a number from 1 to 65535, not http");
    assertThatThrownBy(() -> RunOptions.parse("--nodes=0")).hasMessageContaining("--nodes must be");
    assertThatThrownBy(() -> RunOptions.parse("--verbose", "1"))
        .hasMessageContaining("unknown option --verbose");
    assertThatThrownBy(() -> RunOptions.parse("--data")).hasMessageContaining("needs a value");
  }

  @Test
  void theOptionsOfTheContractAreRead() throws Exception {
    assertThat(RunOptions.parse("--port=81", "--data", "/x/../y", "--nodes", "3"))
        .isEqualTo(new RunOptions(81, Path.of("/y"), 3));
  }

  private void assertRefusal(String message, String... arguments) throws Refusal {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", dir.toString()));
    RunOptions options = RunOptions.parse(all.toArray(String[]::new));
    assertThatThrownBy(
            () ->
                Supervisor.prepare(
                    options, EmbeddedOptions.all().withQuickKafka(), FakeNode::command, lines::add))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(message);
  }

  private ChildProcess startSystem(Path data, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--port", "" + FreePorts.next()));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(List.of(more));
    ChildProcess system = java(SupervisorProcess.class, arguments, "Ready");
    system.awaitReady(LIMIT);
    return system;
  }

  private ChildProcess lockHolder(Path data) throws IOException {
    ChildProcess holder = java(LockHolder.class, List.of(data.toString()), "locked");
    holder.awaitReady(LIMIT);
    return holder;
  }

  private ChildProcess java(Class<?> main, List<String> arguments, String readyLine)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    return ChildProcess.start(
        new ChildSpec(
            main.getSimpleName(),
            command,
            Map.of(),
            dir,
            dir.resolve("test.log"),
            dir.resolve("test.pid"),
            line -> {
              lines.add(line);
              return line.equals(readyLine);
            }));
  }

  private void awaitLine(String wanted) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    String line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    while (line != null && !line.equals(wanted)) {
      seen.add(line);
      line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(line).as("after %s", seen).isEqualTo(wanted);
  }

  private static List<ProcessHandle> children(Path data) throws IOException {
    List<ProcessHandle> children = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("run"))) {
      for (Path file : files.toList()) {
        new PidFile(file).running().ifPresent(children::add);
      }
    }
    return children;
  }

  /** Holds a data directory until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws Exception {
      try (DataDirectory held = DataDirectory.open(Path.of(args[0]))) {
        System.out.println("locked");
        System.in.read();
      }
    }
  }
}
