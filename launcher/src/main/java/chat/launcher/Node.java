package chat.launcher;

import chat.api.ApiRoutes;
import chat.auth.AccessTokens;
import chat.bus.Bus;
import chat.channel.ChannelConfig;
import chat.channel.ChannelVerticle;
import chat.channel.ReadsVerticle;
import chat.config.AuthConfig;
import chat.config.Configuration;
import chat.config.KafkaConfig;
import chat.config.LimitsConfig;
import chat.config.MongoConfig;
import chat.config.NodeConfig;
import chat.config.NodeConfig.Role;
import chat.config.RedisConfig;
import chat.delivery.DeliveryMessages;
import chat.delivery.NodeFeeds;
import chat.http.ClientAddress;
import chat.id.Ids;
import chat.log.ChannelLog;
import chat.log.ChannelReader;
import chat.log.LogProducer;
import chat.log.LogTopics;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.message.Conversation;
import chat.presence.NodeLeaseVerticle;
import chat.presence.PresenceVerticle;
import chat.socket.Admission;
import chat.socket.NodePresence;
import chat.socket.SockJsDoor;
import chat.socket.SocketConfig;
import chat.socket.SocketLoop;
import chat.socket.SocketServices;
import chat.socket.Upgrades;
import chat.socket.WebSocketDoor;
import chat.store.Messages;
import chat.store.MongoStore;
import chat.store.ReadPositions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of the cell: its parts, started in the order of their needs and stopped in reverse.
 */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final Runnable fatal;
  private final Metrics metrics = new Metrics();
  private final Health health = new Health();
  private final List<SocketLoop> loops = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> closers = new ArrayList<>();
  private volatile boolean listening;
  private volatile boolean draining;
  private Vertx vertx;

  /**
   * A node that does not run yet.
   *
   * @param fatal ends the process; called when going on could contradict a successor
   */
  Node(Runnable fatal) {
    this.fatal = fatal;
  }

  /** Starts everything; returns when the node serves. Blocks. */
  void start(Configuration configuration) throws Exception {
    NodeConfig config = configuration.section("node", NodeConfig.class);
    VertxOptions options = Cluster.options();
    try (ExecutorService sideBySide = Executors.newVirtualThreadPerTaskExecutor()) {
      // What takes longest starts first, side by side.
      KafkaConfig kafka = configuration.section("kafka", KafkaConfig.class);
      var producer = sideBySide.submit(() -> connectLog(kafka));
      vertx = Cluster.join(config, options, metrics.configure(options));
      closers.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
      deploy(new ManagementServer(config, health, metrics));
      Bus.install(vertx);
      ChannelLog.install(vertx);
      DeliveryMessages.install(vertx);
      MongoClient mongo =
          MongoStore.connect(vertx, configuration.section("mongo", MongoConfig.class));
      var schema =
          sideBySide.submit(
              () -> BackendWait.until("MongoDB", () -> MongoStore.createSchema(mongo).await()));
      result(schema);
      start(configuration, config, kafka, result(producer), mongo);
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
    OwnerDirectory owners = new OwnerDirectory(vertx, node, partitions.count());
    ChannelLog log = new ChannelLog(vertx, node, partitions, producer, owners, registry);
    closers.add(log);
    ReadLog reads = new ReadLog(vertx, partitions, producer);
    AccessTokens tokens = new AccessTokens(configuration.section("auth", AuthConfig.class));
    List<PublicServer.Routes> routes = new ArrayList<>();
    health.add("public port", () -> listening);
    health.add("not draining", () -> !draining);
    if (config.roles().contains(Role.CHAT)) {
      routes.add(
          chat(configuration, config, kafka, node, mongo, partitions, owners, log, reads, tokens));
    }
    if (config.roles().contains(Role.API)) {
      ChannelReader reader = new ChannelReader(vertx, owners, partitions, new Messages(mongo));
      Conversation conversation = Conversation.of(log, reader, reads);
      ApiRoutes api =
          BackendWait.until(
              "MySQL",
              () -> ApiRoutes.create(vertx, configuration, tokens, conversation, registry).await());
      closers.add(() -> api.close().toCompletionStage().toCompletableFuture().get());
      routes.add(
          (each, router) -> {
            api.mount(router);
            return Future.succeededFuture();
          });
      routes.add(WebClient::addTo);
    }
    if (config.roles().contains(Role.PRESENCE)) {
      deployVirtual(new PresenceVerticle(configuration.section("redis", RedisConfig.class)));
    }
    Duration firstRequestWithin =
        Duration.ofSeconds(configuration.section("socket", SocketConfig.class).handshakeSeconds());
    int eventLoops =
        Math.min(NodeFeeds.MOST_SUBSCRIBERS, Runtime.getRuntime().availableProcessors());
    vertx
        .deployVerticle(
            () -> new PublicServer(config, firstRequestWithin, routes),
            new DeploymentOptions().setInstances(eventLoops))
        .await();
    listening = true;
  }

  private PublicServer.Routes chat(
      Configuration configuration,
      NodeConfig config,
      KafkaConfig kafka,
      String node,
      MongoClient mongo,
      Partitions partitions,
      OwnerDirectory owners,
      ChannelLog log,
      ReadLog reads,
      AccessTokens tokens) {
    ReadPositions positions = new ReadPositions(mongo);
    NodeFeeds feeds = new NodeFeeds(node, partitions, owners, metrics.registry());
    deploy(feeds);
    int members = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    ChannelConfig channel = configuration.section("channel", ChannelConfig.class);
    for (int i = 0; i < members; i++) {
      deploy(
          new ChannelVerticle(
              node + '.' + i,
              config.name() + '.' + i,
              kafka,
              channel,
              mongo,
              reads,
              metrics.registry(),
              fatal));
    }
    deploy(new ReadsVerticle(config.name(), kafka, positions));
    deployVirtual(
        new NodeLeaseVerticle(
            configuration.section("redis", RedisConfig.class), node, metrics.registry()));
    health.add("every partition has an owner", feeds::isReady);
    SocketConfig socket = configuration.section("socket", SocketConfig.class);
    LimitsConfig limits = configuration.section("limits", LimitsConfig.class);
    SocketServices services =
        new SocketServices(
            socket,
            tokens,
            log,
            reads,
            positions,
            feeds,
            new NodePresence(vertx, node),
            new Admission(socket, metrics.registry()),
            new ClientAddress(limits.trustedProxies()),
            metrics.registry());
    SockJsDoor.Conversations conversations = new SockJsDoor.Conversations();
    return (each, router) -> {
      SocketLoop loop = new SocketLoop(each, services);
      loops.add(loop);
      Upgrades upgrades = new Upgrades(loop, services);
      router.route("/ws").handler(new WebSocketDoor(loop, upgrades));
      SockJsDoor.mount(router, loop, upgrades, services.config(), conversations);
      return Future.succeededFuture();
    };
  }

  private void deploy(io.vertx.core.Deployable verticle) {
    vertx.deployVerticle(verticle).await();
  }

  private void deployVirtual(io.vertx.core.Deployable verticle) {
    vertx
        .deployVerticle(
            verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }

  /** Drains and stops: not ready, clients sent away, partitions handed over. Safe to repeat. */
  void stop() {
    draining = true;
    loops.forEach(SocketLoop::sendAway);
    Thread closing = Thread.ofPlatform().name("closing").start(this::close);
    try {
      closing.join(STOP_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void close() {
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
