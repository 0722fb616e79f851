package chat.system;

import static chat.cluster.Person.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatClient;
import chat.client.ChatSession;
import chat.client.Device;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.protocol.Message;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line as people use it: separate processes that share the saved session. */
@ExtendWith(ClusterExtension.class)
class CommandLineIT {
  private static final Path JAR =
      Path.of("../client/target/chat-client-1.0.0-SNAPSHOT.jar").toAbsolutePath().normalize();
  private static final Path CLASSES = Path.of("target/chat.jsa").toAbsolutePath();

  @TempDir private Path home;

  private record Result(int status, String out, String err) {}

  @Test
  void aMessageSentFromOneTerminalAppearsInAnotherThatFollows(Cluster cluster) throws Exception {
    String server = cluster.address(0).toString();
    String handle = "cli" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    assertThat(run("a password\n", "signup", handle, "--name", "Kim", "--server", server))
        .isEqualTo(new Result(0, "Signed in as Kim (@" + handle + ")\n", ""));
    assertThat(run("", "teams", "--create", "Tea").status()).isZero();
    assertThat(run("", "channels", "Tea").out()).contains("Tea/general");
    assertThat(run("", "send", "Tea/general", "first", "line").status()).isZero();

    Path output = home.resolve("tail.txt");
    Process tail = start(output, "tail", "#general", "-n", "1");
    try {
      Await.until(
          Duration.ofSeconds(20),
          () -> Files.readString(output).contains("Kim: first line"),
          "tail did not print the last message");
      cluster.node(0).kill();
      cluster.restore();
      assertThat(run("from\nstandard input 안녕\n", "send", "#general").status()).isZero();
      Await.until(
          Duration.ofSeconds(30),
          () -> Files.readString(output).contains("standard input 안녕"),
          "tail did not follow over the restart");
    } finally {
      tail.destroyForcibly();
    }
    assertThat(run("", "history", "general", "-n", "2").out().lines().toList())
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(0)).endsWith("Kim: first line"))
        .satisfies(lines -> assertThat(lines.get(2)).isEqualTo("    standard input 안녕"));
    assertThat(run("", "send", "#nowhere", "x"))
        .isEqualTo(new Result(1, "", "chat: there is no channel #nowhere that you may see\n"));
    assertThat(run("", "logout").status()).isZero();
    assertThat(run("", "teams").err())
        .isEqualTo("chat: not signed in; log in with: ./chat login HANDLE\n");
  }

  @Test
  void aSlackExportIsThereOnceHoweverOftenItIsImported(Cluster cluster) throws Exception {
    String server = cluster.address(0).toString();
    String handle = "imp" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    Path export = Path.of("..", "samples", "slack-export.zip").toAbsolutePath();
    run("a password\n", "signup", handle, "--name", "Kim", "--server", server);
    run("", "teams", "--create", "Tea");

    Result first = run("", "import", "--slack", export.toString());
    Result again = run("", "import", "--slack", export.toString(), "--team", "Tea", "--direct");

    assertThat(first.err()).isEmpty();
    assertThat(first.out())
        .startsWith("Imported 7 messages into 2 channels (1 of them new); 0 were there already.\n")
        .contains("Direct conversations left out: 2; bring them with --direct.")
        .contains("Files left out: 1; an export holds only their names.");
    assertThat(again.err()).isEmpty();
    assertThat(again.out())
        .startsWith("Imported 3 messages into 4 channels (2 of them new); 7 were there already.\n")
        .doesNotContain("Direct");
    assertThat(run("", "channels", "Tea").out()).contains("미나, Jonas Weber (D01)");
    assertThat(run("", "history", "general").out().lines().toList())
        .anySatisfy(
            line ->
                assertThat(line).endsWith("미나 (imported by Kim): 안녕하세요! Welcome to #general 🎉"))
        .contains("    👋 2  :partyparrot: 1")
        .anySatisfy(line -> assertThat(line).endsWith("That worked, thanks @here (edited)"))
        .contains("    💬 2");
    assertThat(run("", "send", "Tea/release-2", "too late").err())
        .contains("there is no channel Tea/release-2");
    assertThat(run("", "import", "--slack", home.toString()).err())
        .isEqualTo("chat: this is no Slack export: it has no users.json\n");
  }

  @Test
  void commentsOnWhatWasDeletedSinceAreLeftOut(Cluster cluster, Vertx vertx) throws Exception {
    URI server = cluster.address(0);
    String handle = "imp" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    Path export = home.resolve("export");
    Path sample = Path.of("..", "samples", "slack-export");
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.toList()) {
        Files.copy(file, export.resolve(sample.relativize(file).toString()));
      }
    }
    run("a password\n", "signup", handle, "--name", "Kim", "--server", server.toString());
    run("", "teams", "--create", "Tea");
    run("", "import", "--slack", export.toString());
    ChatSession session =
        await(
            ChatClient.create(vertx, server, Person.OPTIONS)
                .logIn(handle, "a password", new Device("test", "java")));
    String team = await(session.teams(null)).items().getFirst().id();
    String general =
        await(session.channels(team, null)).items().stream()
            .filter(channel -> "general".equals(channel.name()))
            .findFirst()
            .orElseThrow()
            .id();
    Message question =
        await(session.history(general, 50)).stream()
            .filter(message -> message.body().startsWith("Does anybody"))
            .findFirst()
            .orElseThrow();
    await(session.delete(general, question.seq()));
    Files.writeString(
        export.resolve("general").resolve("2021-03-06.json"),
        """
        [{"type": "message", "user": "U01", "ts": "1615021200.000100",
          "thread_ts": "1614848520.000300", "text": "One more answer"},
         {"type": "message", "user": "U01", "ts": "1615021200.000200", "text": "Good morning"}]
        """);

    Result again = run("", "import", "--slack", export.toString());

    assertThat(again.err()).isEmpty();
    assertThat(again.out())
        .startsWith("Imported 1 messages into 2 channels (0 of them new); 7 were there already.\n")
        .contains("Comments left out, as what they comment on was deleted here: 1.");
  }

  private Result run(String input, String... arguments) throws Exception {
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    Process process =
        builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    } catch (IOException endedWithoutReading) {
      // Most commands do not read standard input.
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the command ends").isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Process start(Path output, String... arguments) throws IOException {
    return builder(arguments).redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                // As ./chat does.
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + CLASSES,
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=chat-cli-logback.xml",
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_CONFIG_HOME", home.toString());
    return builder;
  }
}
