package chat.bench.fire;

import chat.cluster.Network.Cut;
import chat.embedded.Backend;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each {@link Fault} is played. */
final class Faults {
  private static final Duration STOPPED = Duration.ofSeconds(20);
  private static final Duration CUT_OFF = Duration.ofSeconds(15);
  private static final Duration CUT = Duration.ofSeconds(10);
  private static final Duration MONGO_AWAY = Duration.ofSeconds(30);
  private static final Duration SKEWED = Duration.ofSeconds(10);

  private Faults() {}

  static void killNode(Scene scene) throws IOException {
    kill(scene, scene.anyNode());
  }

  static void killOwner(Scene scene) throws IOException {
    kill(scene, scene.owners().of(scene.anyBusyChannel()));
  }

  private static void kill(Scene scene, int node) throws IOException {
    Scene.say("kill -9 of " + scene.node(node).name());
    long pid = scene.node(node).pid();
    scene.node(node).kill();
    scene.traffic().whisper();
    scene.awaitRestart(node, pid);
  }

  /**
   * Of a quiet channel the node that falls silent knows the first message, and its successor one
   * more and has written that down: if the former could still write when it wakes up, it would take
   * it back. The others must not suspect each other for the silence of one.
   */
  static void zombie(Scene scene) throws IOException {
    String quiet = scene.traffic().anyQuietChannel(scene.random());
    int node = scene.owners().of(quiet);
    List<Long> before = scene.pids();
    scene.whisperAndWait(quiet);
    long epoch = scene.summaries().epochOf(quiet);
    Scene.say("SIGSTOP to " + scene.node(node).name());
    scene.node(node).pause();
    scene.lasts(STOPPED.dividedBy(2));
    scene.whisperAndWait(quiet);
    Scene.pause(scene.scaled(STOPPED).dividedBy(2));
    scene.awaitSummary(quiet, epoch);
    Scene.say("SIGCONT to " + scene.node(node).name());
    scene.node(node).resume();
    scene.awaitRestart(node, before.get(node));
    scene.requireOnly(node, before);
  }

  /** One node apart from all others. */
  static void cutNode(Scene scene) throws IOException {
    int node = scene.anyNode();
    List<Integer> others = new ArrayList<>();
    for (int other = 0; other < scene.cluster().nodes().size(); other++) {
      if (other != node) {
        others.add(other);
      }
    }
    cut(scene, node, others);
  }

  /** Two nodes that do not hear each other, while the others hear both. */
  static void cutPair(Scene scene) throws IOException {
    int node = scene.anyNode();
    cut(scene, node, List.of(scene.anyNodeBut(node)));
  }

  /**
   * One node has to end by itself, and no other: the one that is apart or, where only two do not
   * hear each other, either of them. It must find out while the cut lasts: later it would be merged
   * with the others and end for that. If Hazelcast first waits for answers that do not come, even
   * the whole time is too short; so the cut lasts until then.
   */
  private static void cut(Scene scene, int node, List<Integer> others) throws IOException {
    List<Long> before = scene.pids();
    List<Integer> either = others.size() == 1 ? List.of(node, others.getFirst()) : List.of(node);
    List<Cut> cuts = new ArrayList<>();
    int ended;
    try {
      for (int other : others) {
        Scene.say("cut between " + scene.node(node).name() + " and " + scene.node(other).name());
        cuts.add(scene.network().cutNodes(node, other));
      }
      scene.lasts(CUT_OFF);
      ended = scene.awaitEnd(either, before);
    } finally {
      for (Cut cut : cuts) {
        cut.heal();
      }
      Scene.say("healed");
    }
    scene.awaitRestart(ended, before.get(ended));
    scene.requireOnly(ended, before);
  }

  static void cutKafka(Scene scene) throws IOException {
    int port = Integer.parseInt(scene.cluster().backends().kafkaBootstrap().split(":")[1]);
    cutBackend(scene, "Kafka", port, CUT_OFF);
  }

  static void cutMongo(Scene scene) throws IOException {
    cutBackend(scene, "MongoDB", URI.create(scene.cluster().backends().mongoUri()).getPort(), CUT);
  }

  static void cutMysql(Scene scene) throws IOException {
    cutBackend(scene, "MySQL", scene.cluster().backends().mysqlPort(), CUT);
  }

  static void cutRedis(Scene scene) throws IOException {
    cutBackend(scene, "Redis", redis(scene).getPort(), CUT);
  }

  private static void cutBackend(Scene scene, String name, int port, Duration time)
      throws IOException {
    int node = scene.anyNode();
    Scene.say("cut between " + scene.node(node).name() + " and " + name);
    Cut cut = scene.network().cutBackend(node, port);
    scene.lasts(time);
    cut.heal();
    Scene.say("healed");
  }

  /** In order or by {@code kill -9}. */
  static void kafkaRestart(Scene scene) throws IOException {
    if (scene.random().nextBoolean()) {
      Scene.say("kill -9 of Kafka");
      scene.cluster().backends().kill(Backend.KAFKA);
    } else {
      Scene.say("Kafka stops");
      scene.cluster().backends().stop(Backend.KAFKA);
    }
    scene.traffic().whisper();
    scene.cluster().backends().start(Backend.KAFKA);
    Scene.say("Kafka runs again");
  }

  static void mongoAway(Scene scene) throws IOException {
    Scene.say("MongoDB stops");
    scene.cluster().backends().stop(Backend.MONGO);
    scene.lasts(MONGO_AWAY);
    scene.cluster().backends().start(Backend.MONGO);
    Scene.say("MongoDB runs again");
  }

  static void redisFlush(Scene scene) throws IOException {
    Scene.say("Redis is flushed");
    URI redis = redis(scene);
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      int answer = socket.getInputStream().read();
      if (answer != '+') {
        throw new IOException("Redis was not flushed");
      }
    }
    scene.traffic().whisper();
  }

  private static URI redis(Scene scene) {
    return URI.create(scene.cluster().backends().redisUri());
  }

  static void rollingRestart(Scene scene) throws IOException {
    for (int node = 0; node < scene.cluster().nodes().size(); node++) {
      restart(scene, node);
      scene.traffic().whisper();
    }
  }

  private static void restart(Scene scene, int node) throws IOException {
    Scene.say("SIGTERM to " + scene.node(node).name());
    long pid = scene.node(node).pid();
    scene.node(node).terminate();
    scene.awaitRestart(node, pid);
  }

  static void clientStorm(Scene scene) throws IOException {
    Scene.say("all clients reconnect");
    scene.traffic().storm();
    scene.traffic().whisper();
  }

  /** The node is restarted with another clock, and once more with the right one. */
  static void clockSkew(Scene scene) throws IOException {
    int node = scene.anyNode();
    int offset = scene.random().nextBoolean() ? 3_600 : -3_600;
    Scene.say("the clock of " + scene.node(node).name() + " goes wrong by " + offset + " s");
    scene.node(node).environment(Map.of("CHAT_NODE_CLOCK_OFFSET_SECONDS", "" + offset));
    restart(scene, node);
    scene.traffic().storm();
    scene.lasts(SKEWED);
    scene.node(node).environment(Map.of());
    restart(scene, node);
  }
}
