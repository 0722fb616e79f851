package chat.bench;

import chat.bench.crowd.Credentials;
import chat.bench.push.Device;
import chat.bench.push.PushService;
import chat.bench.push.Rest;
import chat.bench.seed.Town;
import chat.cluster.ClusterOptions;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * People who are all away get messages: how many notifications a second the node hands over, how
 * late, and whether one is missing or comes twice.
 */
@Command(
    name = "push",
    description = "Notifications to members who are away, by Web Push.",
    mixinStandardHelpOptions = true)
final class PushBench implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Far longer than a notification waits before it is sent. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  @Mixin private Common common;

  @Option(names = "--members", defaultValue = "10000", description = "Each with one device.")
  private int members;

  @Option(names = "--channel-members", defaultValue = "10")
  private int channelMembers;

  @Option(names = "--messages", defaultValue = "1000")
  private int messages;

  @Option(names = "--rate", defaultValue = "25", description = "Messages a second.")
  private int rate;

  @Option(
      names = "--warm-up",
      defaultValue = "3000",
      description = "Messages before those that count: by then the node's code is compiled.")
  private int warmUp;

  @Option(names = "--brief", description = "A tenth of all of it.")
  private boolean brief;

  private final Map<String, Long> acked = new ConcurrentHashMap<>();

  @Override
  public Integer call() throws Exception {
    if (brief) {
      members /= 10;
      messages /= 10;
      warmUp /= 10;
    }
    Vertx vertx = Vertx.vertx();
    Town town = new Town(members, 1, channelMembers, false);
    ClusterOptions options =
        Cell.options(1, common.nodeJvm(Cell.SMALL))
            .with("push", "trustedHosts", List.of("localhost"));
    try (Cell cell = Cell.start("push", options, town);
        Rest rest = new Rest(cell.cluster().address(0))) {
      Device device = new Device();
      PushService service = new PushService(vertx);
      Path key = cell.folder().resolve("signing-key.pem");
      subscribe(rest, key, service, device);
      send(rest, key, town, warmUp);
      service.awaitQuiet(PATIENCE, QUIET);
      service.forget();
      acked.clear();
      Cpu cpu = Cpu.of(cell.node(0).pid());
      send(rest, key, town, messages);
      long wanted = (long) messages * (channelMembers - 1);
      service.awaitQuiet(PATIENCE, QUIET);
      double cpuSeconds = cpu.seconds();
      PushService.Result result = service.judge(device, acked, channel -> others(town, channel));
      System.out.printf(
          Locale.ROOT,
          "%,d notifications for %,d messages to %d members each (%,d in all)%n",
          result.notifications(),
          messages,
          channelMembers - 1,
          wanted);
      new Report("push")
          .add("notificationsPerSecond", result.perSecond())
          .add("missed", result.missed())
          .add("duplicated", result.duplicated())
          .add("handOverMillisP50", result.millis(50))
          .add("handOverMillisP99", result.millis(99))
          .add("cpuMicrosPerNotification", cpuSeconds * 1e6 / result.notifications())
          .publish(common.json());
      return result.missed() == 0 && result.duplicated() == 0 ? 0 : 1;
    } finally {
      vertx.close().await();
    }
  }

  /** Who is told of messages in a channel: its members but the one who writes. */
  private List<String> others(Town town, String channel) {
    return IntStream.range(0, members)
        .filter(person -> Town.channelId(town.channel(person, 0)).equals(channel))
        .skip(1)
        .mapToObj(Town::user)
        .toList();
  }

  private void subscribe(Rest rest, Path key, PushService service, Device device) throws Exception {
    for (int from = 0; from < members; from += 500) {
      int to = Math.min(from + 500, members);
      Rest.await(
          IntStream.range(from, to)
              .mapToObj(
                  person ->
                      rest.send(
                          "PUT",
                          "/v1/me/push/" + Town.device(person),
                          Credentials.token(key, person),
                          device.subscription(service.endpoint(Town.user(person)))))
              .toList());
    }
    System.out.printf(Locale.ROOT, "%,d devices are subscribed%n", members);
  }

  private void send(Rest rest, Path key, Town town, int count) throws Exception {
    int channels = town.channels();
    int[] writer = new int[channels];
    for (int person = members - 1; person >= 0; person--) {
      writer[town.channel(person, 0)] = person;
    }
    String[] tokens = new String[channels];
    for (int channel = 0; channel < Math.min(channels, count); channel++) {
      tokens[channel] = Credentials.token(key, writer[channel]);
    }
    long began = System.nanoTime();
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int channel = i % channels;
      String id = Town.channelId(channel);
      sent.add(
          rest.send(
                  "POST",
                  "/v1/channels/" + id + "/messages",
                  tokens[channel],
                  Rest.message("message " + i))
              .thenAccept(
                  answer -> acked.put(id + ':' + answer.getLong("n"), System.currentTimeMillis())));
      Common.pause(
          Duration.ofNanos(
              Math.max(0, began + (i + 1) * 1_000_000_000L / rate - System.nanoTime())));
    }
    Rest.await(sent);
  }
}
