package chat.channel;

import chat.bus.Bus;
import chat.config.KafkaConfig;
import chat.config.MongoConfig;
import chat.delivery.DeliveryMessages;
import chat.delivery.NodeFeeds;
import chat.embedded.Backends;
import chat.id.Ids;
import chat.id.OperationId;
import chat.log.Answer;
import chat.log.ChannelLog;
import chat.log.ChannelReader;
import chat.log.LogHealth;
import chat.log.LogProducer;
import chat.log.LogRecord;
import chat.log.LogTopics;
import chat.log.OwnerDirectory;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.store.Messages;
import chat.store.MongoStore;
import chat.store.ReadPositions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The chat part of a node on real back ends: log, owner, feeds; without sockets and cluster. */
final class TestCell implements AutoCloseable {
  static final int PARTITIONS = 8;

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final MongoClient mongo;
  final ChannelLog log;
  final ChannelReader reader;
  final NodeFeeds feeds;
  final ReadLog reads;

  /** How often an owner wanted its process to start anew. */
  final AtomicInteger fatal = new AtomicInteger();

  private final String node = "test." + Ids.random().substring(0, 6);
  private final KafkaConfig kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final LogHealth health;
  private int owners;

  TestCell(Backends backends) throws Exception {
    kafka = new KafkaConfig(backends.kafkaBootstrap(), PARTITIONS, (short) 1, 1, false);
    LogTopics.prepare(kafka);
    Bus.install(vertx);
    ChannelLog.install(vertx);
    DeliveryMessages.install(vertx);
    mongo =
        MongoStore.connect(vertx, new MongoConfig(backends.mongoUri(), backends.mongoDatabase()));
    MongoStore.createSchema(mongo).await();
    producer = LogProducer.connect(kafka);
    Partitions partitions = new Partitions(PARTITIONS);
    OwnerDirectory directory = new OwnerDirectory(vertx, node, PARTITIONS);
    health = LogHealth.watching(kafka);
    log = new ChannelLog(vertx, node, partitions, producer, directory, health, metrics);
    reader = new ChannelReader(vertx, directory, partitions, new Messages(mongo));
    reads = new ReadLog(vertx, partitions, producer);
    feeds = new NodeFeeds(node, partitions, directory, new ReadPositions(mongo), metrics);
    vertx.deployVerticle(feeds).await();
  }

  /** Starts an owner of all partitions; returns its deployment. */
  String startOwner(int summaryMillis) {
    return startOwner(config(summaryMillis, 100_000), 64 << 20);
  }

  static ChannelConfig config(int summaryMillis, int backlogMessages) {
    return new ChannelConfig(summaryMillis, backlogMessages, 40, 1 << 20);
  }

  /** Starts an owner that has so much memory. */
  String startOwner(ChannelConfig config, long memory) {
    return vertx.deployVerticle(owner(config, memory)).await();
  }

  /** An owner to be deployed. */
  ChannelVerticle owner(ChannelConfig config, long memory) {
    return new ChannelVerticle(
        node + '.' + owners++,
        "test",
        kafka,
        config,
        new OwnerMemory(memory),
        mongo,
        reads,
        metrics,
        fatal::incrementAndGet,
        Duration.ofSeconds(1));
  }

  /** Under which names the group has members. */
  Set<String> membersOf(String group) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
          .map(member -> member.groupInstanceId().orElse(""))
          .collect(Collectors.toSet());
    }
  }

  /** Starts what stores read positions. */
  ReadPositions startReads() {
    ReadPositions positions = new ReadPositions(mongo);
    vertx.deployVerticle(new ReadsVerticle("test", kafka, positions)).await();
    return positions;
  }

  /** As the group does with a member that it has not heard of for too long. */
  void dropMembers(String group) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
    }
  }

  void stopOwner(String deployment) {
    vertx.undeploy(deployment).await();
  }

  static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong())
        .toString();
  }

  Future<Answer.Accepted> post(String channel, String id, String body) {
    return log.append(
        new LogRecord.PostMessage(channel, id, Ids.random(), "device", body, "none", List.of()));
  }

  /** Waits until the condition holds; fails after 60 s. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 60 s: " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Override
  public void close() {
    log.close();
    health.close();
    producer.close(Duration.ofSeconds(2));
    vertx.close().await();
  }
}
