package chat.bench.fire;

import chat.bench.fire.History.Trouble;
import chat.bench.fire.History.Window;
import chat.cluster.Balancer;
import chat.cluster.Cluster;
import chat.cluster.Network;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One run: a cell that was started, clients that write, faults in an order that a seed gives. */
public final class FireRun {
  private static final Duration CALM = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final Network network;
  private final Options options;
  private final List<Window> windows = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private long begin;

  /**
   * What to play.
   *
   * @param clients devices; two of each person
   * @param rate messages a second, of all together
   * @param scenario each of its faults comes at least once
   * @param atLeast goes on with the faults until so much time has passed
   * @param patience how long after a fault until everybody must have everything
   * @param brief whether faults last half as long
   */
  public record Options(
      long seed,
      int clients,
      double rate,
      Scenario scenario,
      Duration atLeast,
      Duration patience,
      boolean brief) {}

  /** A run on this cluster, whose nodes are guarded. */
  public FireRun(Cluster cluster, Network network, Options options) {
    this.cluster = cluster;
    this.network = network;
    this.options = options;
  }

  /**
   * Plays it and judges it; blocks. Stops early if the cell does not recover from a fault.
   *
   * @throws Exception if there is nothing to judge
   */
  public Verdict play() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Balancer balancer = Balancer.start(cluster.nodes());
        Owners owners = new Owners(cluster.backends().kafkaBootstrap(), Cluster.PARTITIONS);
        StoredSummaries summaries =
            StoredSummaries.open(
                vertx, cluster.backends().mongoUri(), cluster.backends().mongoDatabase());
        Traffic traffic = Traffic.open(vertx, balancer.address(), options.clients())) {
      Random random = new Random(options.seed());
      Scene scene =
          new Scene(
              cluster,
              network,
              traffic,
              owners,
              summaries,
              random,
              options.patience(),
              options.brief());
      Scene.say("seed " + options.seed() + ": " + options.clients() + " clients are connected");
      begin = System.nanoTime();
      traffic.begin(options.rate());
      window(scene, "calm", false, calm -> Scene.pause(CALM));
      playAll(scene, random);
      traffic.end();
      // Whatever was forgotten or taken back meanwhile shows in the next number at the latest.
      window(scene, "end", false, end -> traffic.whisperEverywhere());
      return Checker.check(traffic.history(windows, troubles));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private void playAll(Scene scene, Random random) throws Exception {
    if (options.scenario().faults().isEmpty()) {
      return;
    }
    boolean again = false;
    do {
      List<Fault> order = new ArrayList<>(options.scenario().faults());
      Collections.shuffle(order, random);
      for (Fault fault : order) {
        if (!troubles.isEmpty()) {
          return; // What comes now would only be the same trouble.
        }
        if (again && isOver()) {
          return;
        }
        scene.traffic().mingle(random);
        scene.traffic().whisper();
        window(scene, fault.label(), fault.holdsUp(), fault::play);
      }
      again = true;
    } while (!isOver());
  }

  private boolean isOver() {
    return System.nanoTime() - begin >= options.atLeast().toNanos();
  }

  private void window(Scene scene, String name, boolean late, Fault.Play play) throws Exception {
    long from = windows.isEmpty() ? begin : windows.getLast().to();
    try {
      play.on(scene);
      if (troubles.isEmpty()) { // A cell that did not recover from a fault is not waited for again.
        scene.awaitWell();
        scene.traffic().awaitConnected();
      }
    } catch (IOException e) {
      Scene.say(name + ": " + e.getMessage());
      troubles.add(new Trouble(name + ": " + e.getMessage(), System.nanoTime()));
    }
    long settling = System.nanoTime();
    scene.settle(settling);
    windows.add(new Window(name, from, settling, System.nanoTime(), late));
  }
}
