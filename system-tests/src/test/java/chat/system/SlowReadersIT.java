package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatConnection;
import chat.client.Sent;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.ClusterOptions;
import chat.cluster.NodeProcess;
import chat.cluster.Person;
import chat.embedded.EmbeddedBackends;
import chat.embedded.process.Folders;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that stop reading cost a node bounded memory, and learn what they missed. */
class SlowReadersIT {
  private static final int READERS = 1_000;

  /** A second's worth each thousand. */
  private static final int MESSAGES = 2_000;

  private static final int CONNECTING = 32;
  private static final int UNDER_WAY = 250;
  private static final String BODY = "x".repeat(1_000);

  /** What may wait for each in the node. */
  private static final int HIGH_WATER_BYTES = 64 << 10;

  /**
   * How much the node may grow by all of them: {@link #HIGH_WATER_BYTES} each. Without a bound,
   * what flows here would be 2 GB.
   */
  private static final long GROWTH_BYTES = (long) READERS * HIGH_WATER_BYTES;

  private static final int TOO_SLOW_SECONDS = 20;
  private static final int TOO_SLOW = 4_409;
  private static final Path FOLDER = Path.of("target", "slow-readers").toAbsolutePath();
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void aThousandWhoStopReadingCostBoundedMemoryAndAreToldToResyncOrClosed() throws Exception {
    EmbeddedBackends.reapLeftOvers(FOLDER);
    Folders.deleteRecursively(FOLDER);
    ClusterOptions options =
        ClusterOptions.forTests(1, ROOT)
            .with("socket", "highWaterBytes", HIGH_WATER_BYTES)
            .with("socket", "connectionsPerUser", 2 * READERS)
            .with("socket", "slowReaderSeconds", TOO_SLOW_SECONDS)
            .withMoreNodeJvm(
                "-Xms256m",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=96m",
                // From the start all of the heap is resident, so that growth is what we look for.
                "-XX:+AlwaysPreTouch");
    Vertx vertx = Vertx.vertx();
    List<SleepyReader> readers = new ArrayList<>();
    try (Cluster cluster = Cluster.start(FOLDER, options)) {
      Person anna = Person.signUp(vertx, cluster.address(0), "anna");
      Team team = Team.of(anna);
      ChatConnection sender = anna.session().connect(Start.NOW, event -> {});
      send(sender, team, 500);
      connect(readers, cluster, anna);
      Memory before = Memory.of(cluster.node(0));

      send(sender, team, MESSAGES);
      Memory after = Memory.of(cluster.node(0));

      assertThat(after.heapBytes() - before.heapBytes()).as("heap").isLessThan(GROWTH_BYTES);
      assertThat(after.residentBytes() - before.residentBytes())
          .as("process")
          .isLessThan(GROWTH_BYTES);
      List<SleepyReader> awake = readers.subList(0, READERS / 2);
      for (SleepyReader reader : awake) {
        assertThat(reader.readUntil("resync")).contains(team.general());
      }
      send(sender, team, 1);
      for (SleepyReader reader : awake) {
        assertThat(reader.readUntil("event")).contains("\"seq\":");
      }
      Await.until(
          Duration.ofSeconds(3 * TOO_SLOW_SECONDS),
          () -> cluster.node(0).metrics().sum("chat_connections") == 1 + awake.size(),
          "those that do not read are not closed");
      assertThat(readers.getLast().readToTheEnd()).isIn(TOO_SLOW, 0);
      List<Message> newest = await(anna.session().history(team.general(), 1));
      assertThat(newest.getFirst().n()).isEqualTo(500 + MESSAGES + 1);
      sender.close();
    } finally {
      for (SleepyReader reader : readers) {
        reader.close();
      }
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  /** Some at a time: sign-ins that come together go together. */
  private static void connect(List<SleepyReader> readers, Cluster cluster, Person anna)
      throws Exception {
    try (ExecutorService some = Executors.newFixedThreadPool(CONNECTING)) {
      List<Callable<SleepyReader>> connects =
          IntStream.range(0, READERS)
              .<Callable<SleepyReader>>mapToObj(
                  i -> () -> new SleepyReader(cluster.address(0), door(i), anna))
              .toList();
      for (java.util.concurrent.Future<SleepyReader> each : some.invokeAll(connects)) {
        readers.add(each.get());
      }
    }
  }

  /** Every other one comes by SockJS: vert.x 684 was about those. */
  private static String door(int reader) {
    return reader % 2 == 0 ? "/ws" : "/sockjs/000/reader" + reader + "/websocket";
  }

  /** As fast as they are acknowledged, with so many under way. */
  private static void send(ChatConnection sender, Team team, int count) throws Exception {
    Queue<Future<Sent>> underWay = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      underWay.add(sender.send(team.general(), BODY));
      if (underWay.size() > UNDER_WAY) {
        await(underWay.remove());
      }
    }
    for (Future<Sent> each : underWay) {
      await(each);
    }
  }

  /**
   * Of a node's process, after a full collection.
   *
   * @param heapBytes that are in use
   * @param residentBytes heap, Netty's buffers and all else
   */
  private record Memory(long heapBytes, long residentBytes) {
    static Memory of(NodeProcess node) throws IOException, InterruptedException {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process collect =
          new ProcessBuilder(jcmd.toString(), Long.toString(node.pid()), "GC.run")
              .redirectErrorStream(true)
              .start();
      String said = new String(collect.getInputStream().readAllBytes());
      assertThat(collect.waitFor()).as(said).isZero();
      long heap =
          (long)
              node.metrics().values().entrySet().stream()
                  .filter(each -> each.getKey().startsWith("jvm_memory_used_bytes{area=\"heap\""))
                  .mapToDouble(java.util.Map.Entry::getValue)
                  .sum();
      return new Memory(heap, resident(node.pid()));
    }

    private static long resident(long pid) throws IOException {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    }
  }
}
