package chat.bench;

import chat.bench.crowd.Credentials;
import chat.bench.crowd.CrowdProcess;
import chat.bench.crowd.Sample;
import chat.bench.seed.Town;
import chat.cluster.Await;
import chat.cluster.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long the newest page of a channel takes, and that this does not depend on its length. */
@Command(
    name = "history",
    description = "The last 50 messages of channels with 10, 10,000 and 200,000 messages, by REST.",
    mixinStandardHelpOptions = true)
final class HistoryBench implements Callable<Integer> {
  private static final List<Integer> LENGTHS = List.of(10, 10_000, 200_000);
  private static final int PAGE = 50;
  private static final long HIGHEST_MICROS = 60_000_000;

  @Mixin private Common common;

  @Option(names = "--requests", defaultValue = "1000", description = "Measured, for each channel.")
  private int requests;

  @Option(names = "--rate", defaultValue = "3000", description = "Messages a second when filling.")
  private double rate;

  @Override
  public Integer call() throws Exception {
    Town town = new Town(1, LENGTHS.size(), 1, false);
    try (Cell cell = Cell.start("history", Cell.options(1, common.nodeJvm(Cell.SMALL)), town)) {
      NodeProcess node = cell.node(0);
      CrowdProcess crowd = cell.crowds("HEADER", 1024).getFirst();
      Cell.open(crowd, 0, 1, Duration.ofSeconds(30));
      for (int i = 0; i < LENGTHS.size(); i++) {
        fill(crowd, node, i);
      }
      String token = Credentials.token(cell.folder().resolve("signing-key.pem"), 0);
      Histogram[] micros = new Histogram[LENGTHS.size()];
      for (int i = 0; i < micros.length; i++) {
        micros[i] = new Histogram(HIGHEST_MICROS, 3);
      }
      // In turn, so that whatever disturbs the machine disturbs all alike.
      try (HttpClient http = HttpClient.newHttpClient()) {
        for (int request = -requests / 2; request < requests; request++) {
          for (int i = 0; i < micros.length; i++) {
            String channel = Town.channelId(i);
            long taken = read(http, node.address(), token, channel, Math.min(PAGE, LENGTHS.get(i)));
            if (request >= 0) {
              micros[i].recordValue(taken);
            }
          }
        }
      }
      Report report = new Report("history");
      for (int i = 0; i < micros.length; i++) {
        report.add("millisAt" + LENGTHS.get(i), SendBench.millis(micros[i], 50));
      }
      for (int i = 0; i < micros.length; i++) {
        report.add("p99MillisAt" + LENGTHS.get(i), SendBench.millis(micros[i], 99));
      }
      report.publish(common.json());
      return 0;
    }
  }

  private void fill(CrowdProcess crowd, NodeProcess node, int number) throws Exception {
    int length = LENGTHS.get(number);
    System.out.printf(Locale.ROOT, "filling a channel with %,d messages%n", length);
    long before = crowd.fill(Town.channelId(number), length, rate).acked();
    Backlog backlog = new Backlog(node);
    Await.until(
        Duration.ofMinutes(10),
        () -> {
          Sample sample = crowd.sample();
          if (sample.refused() > 0) {
            throw new IOException("filling failed: " + crowd.counts());
          }
          return sample.acked() - before >= length && backlog.sample() == 0;
        },
        "the channel was not filled");
  }

  /** Microseconds from the request to the last byte. */
  private static long read(HttpClient http, URI node, String token, String channel, int expected)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve("/v1/channels/" + channel + "/messages?limit=" + PAGE))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(30))
            .build();
    long begin = System.nanoTime();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    long taken = (System.nanoTime() - begin) / 1_000;
    int items = response.body().split("\"seq\":", -1).length - 1;
    if (response.statusCode() != 200 || items != expected) {
      throw new IOException(
          "status " + response.statusCode() + " with " + items + " messages, not " + expected);
    }
    return Math.min(taken, HIGHEST_MICROS);
  }
}
