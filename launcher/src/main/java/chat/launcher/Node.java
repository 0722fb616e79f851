package chat.launcher;

import chat.api.ApiRoutes;
import chat.auth.AccessTokens;
import chat.bus.Bus;
import chat.cell.CellWatch;
import chat.cell.JoinGate;
import chat.config.AuthConfig;
import chat.config.Configuration;
import chat.config.KafkaConfig;
import chat.config.MongoConfig;
import chat.config.NodeConfig;
import chat.config.NodeConfig.Role;
import chat.config.RedisConfig;
import chat.config.S3Config;
import chat.delivery.DeliveryMessages;
import chat.delivery.NodeFeeds;
import chat.id.Ids;
import chat.log.ChannelLog;
import chat.log.ChannelReader;
import chat.log.LogClock;
import chat.log.LogHealth;
import chat.log.LogProducer;
import chat.log.LogTopics;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.message.Conversation;
import chat.presence.PresenceVerticle;
import chat.push.PushConfig;
import chat.push.PushVerticle;
import chat.socket.SocketConfig;
import chat.socket.SocketLoop;
import chat.store.Messages;
import chat.store.MongoStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of the cell: its parts, started in the order of their needs and stopped in reverse.
 */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final Runnable halt;
  private final Metrics metrics = new Metrics();
  private final Health health = new Health();
  private final List<SocketLoop> loops = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> closers = new ArrayList<>();
  private volatile boolean listening;
  private final AtomicBoolean abandoned = new AtomicBoolean();
  private volatile boolean draining;
  private Vertx vertx;
  private CellWatch cell;
  private volatile Drain drain;

  /**
   * A node that does not run yet.
   *
   * @param halt ends the process at once; called when going on could contradict a successor
   */
  Node(Runnable halt) {
    this.halt = halt;
  }

  /** Starts everything; returns when the node serves. Blocks. */
  void start(Configuration configuration) throws Exception {
    NodeConfig config = configuration.section("node", NodeConfig.class);
    metrics.tell(config.roles());
    VertxOptions options = Cluster.options();
    try (ExecutorService sideBySide = Executors.newVirtualThreadPerTaskExecutor()) {
      // What takes longest starts first, side by side.
      KafkaConfig kafka = configuration.section("kafka", KafkaConfig.class);
      var producer = sideBySide.submit(() -> connectLog(kafka));
      Cluster.Joined joined =
          Cluster.join(
              config,
              ChatRole.groupMembers(config),
              options,
              metrics.configure(options),
              early -> awaitWay(early, configuration, config));
      vertx = joined.vertx();
      closers.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
      new Parts(vertx).deploy(new ManagementServer(config, health, metrics));
      Bus.install(vertx);
      ChannelLog.install(vertx);
      DeliveryMessages.install(vertx);
      MongoClient mongo =
          MongoStore.connect(vertx, configuration.section("mongo", MongoConfig.class));
      cell =
          new CellWatch(
              joined.hazelcast(), config.clusterMembers().size(), mongo, kafka, this::abandon);
      BackendWait.until(
          "the cell",
          () -> {
            cell.requirePlace();
            return null;
          });
      cell.start();
      start(configuration, config, kafka, result(producer), mongo);
    }
  }

  /** Waits until no node lives that this one can't reach. Alone it has nobody to ask about. */
  private static void awaitWay(Vertx vertx, Configuration configuration, NodeConfig config) {
    if (config.clusterMembers().size() > 1) {
      MongoClient mongo =
          MongoStore.connect(vertx, configuration.section("mongo", MongoConfig.class));
      try {
        JoinGate gate = JoinGate.of(mongo);
        BackendWait.until(
            "the cell",
            () -> {
              gate.requireWay();
              return null;
            });
      } finally {
        mongo.close();
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> connectLog(KafkaConfig kafka) {
    return BackendWait.until(
        "Kafka",
        () -> {
          LogTopics.prepare(kafka);
          return LogProducer.connect(kafka);
        });
  }

  private static <T> T result(java.util.concurrent.Future<T> started) throws Exception {
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void start(
      Configuration configuration,
      NodeConfig config,
      KafkaConfig kafka,
      KafkaProducer<byte[], byte[]> producer,
      MongoClient mongo)
      throws Exception {
    String node = config.name() + '.' + Ids.random().substring(0, 6);
    MeterRegistry registry = metrics.registry();
    Partitions partitions = new Partitions(kafka.partitions());
    closers.add(() -> producer.close(Duration.ofSeconds(5)));
    LogClock clock =
        BackendWait.until("Kafka", () -> LogClock.start(config.clock(), producer, registry));
    closers.add(clock);
    OwnerDirectory owners = new OwnerDirectory(vertx, node, partitions.count());
    LogHealth logHealth = LogHealth.watching(kafka);
    closers.add(logHealth);
    ChannelLog log = new ChannelLog(vertx, node, partitions, producer, owners, logHealth, registry);
    closers.add(log);
    ReadLog reads = new ReadLog(vertx, partitions, producer);
    AccessTokens tokens = new AccessTokens(configuration.section("auth", AuthConfig.class), clock);
    drain = new Drain(vertx, node, partitions.count(), owners, log, loops);
    Parts parts = new Parts(vertx);
    List<PublicServer.Routes> routes = new ArrayList<>();
    health.add("public port", () -> listening);
    health.add("not draining", () -> !draining);
    if (config.roles().contains(Role.CHAT)) {
      ChatRole chat =
          new ChatRole(
              parts,
              configuration,
              config,
              clock,
              kafka,
              node,
              mongo,
              partitions,
              owners,
              log,
              reads,
              tokens,
              registry);
      routes.add(chat.start(loops, health));
      Thread.ofPlatform().daemon().name("owners").start(() -> ownChannels(chat, mongo));
    }
    if (config.roles().contains(Role.API)) {
      ChannelReader reader = new ChannelReader(vertx, owners, partitions, new Messages(mongo));
      Conversation conversation = Conversation.of(log, reader, mongo, reads);
      ApiRoutes api =
          BackendWait.until(
              "MySQL",
              () ->
                  ApiRoutes.create(
                          vertx, configuration, clock, tokens, conversation, mongo, registry)
                      .await());
      closers.add(() -> api.close().toCompletionStage().toCompletableFuture().get());
      routes.add(
          (each, router) -> {
            api.mount(router);
            return Future.succeededFuture();
          });
      routes.add(WebClient::addTo);
    }
    if (config.roles().contains(Role.PRESENCE)) {
      parts.deployVirtual(new PresenceVerticle(configuration.section("redis", RedisConfig.class)));
    }
    if (config.roles().contains(Role.PUSH)) {
      parts.deploy(
          new PushVerticle(
              config.name(),
              kafka,
              configuration.section("redis", RedisConfig.class),
              configuration.section("push", PushConfig.class),
              mongo,
              registry));
    }
    Duration firstRequestWithin =
        Duration.ofSeconds(configuration.section("socket", SocketConfig.class).handshakeSeconds());
    String uploads = configuration.section("s3", S3Config.class).publicEndpoint();
    int eventLoops =
        Math.min(NodeFeeds.MOST_SUBSCRIBERS, Runtime.getRuntime().availableProcessors());
    String publicServer =
        vertx
            .deployVerticle(
                () -> new PublicServer(config, firstRequestWithin, uploads, routes),
                new DeploymentOptions().setInstances(eventLoops))
            .await();
    closers.add(() -> vertx.undeploy(publicServer).toCompletionStage().toCompletableFuture().get());
    listening = true;
  }

  /**
   * Takes part in owning channels once MongoDB is there. Until then the others had better keep
   * theirs; sockets and the API do without.
   */
  private void ownChannels(ChatRole chat, MongoClient mongo) {
    try {
      BackendWait.forEver("MongoDB", () -> MongoStore.createSchema(mongo).await());
      chat.startOwners(drain, () -> abandon("it can't own channels any more"));
    } catch (RuntimeException e) {
      if (!draining) {
        LOG.error("owners of channels can't be started", e);
        abandon("it can't own channels");
      }
    }
  }

  /**
   * Ends the process: whatever this node goes on to do could contradict its successor. Clients are
   * told to come back, which leads them to nodes that serve. Does not block: who calls it may be
   * needed for that.
   */
  private void abandon(String reason) {
    if (!abandoned.compareAndSet(false, true)) {
      return;
    }
    LOG.error("this node ends: {}; its service manager starts it anew", reason);
    draining = true;
    Thread.ofPlatform()
        .name("abandon")
        .start(
            () -> {
              Drain all = drain;
              if (all != null) {
                all.abandon();
              }
              halt.run();
            });
  }

  /**
   * Drains and stops: not ready, partitions handed over, clients sent away. At most 20 s; safe to
   * repeat.
   */
  void stop() {
    draining = true;
    Thread closing = Thread.ofPlatform().name("closing").start(this::close);
    try {
      closing.join(STOP_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void close() {
    if (cell != null) {
      cell.close();
    }
    if (drain != null) {
      drain.run();
      drain = null;
    }
    for (AutoCloseable closer : closers.reversed()) {
      try {
        closer.close();
      } catch (Exception e) {
        LOG.warn("while stopping: {}", e.toString());
      }
    }
    closers.clear();
    metrics.close();
  }
}
