package chat.push;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.bus.Bus;
import chat.bus.BusMessage;
import chat.bus.PresenceMessages;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Audience;
import chat.bus.PushMessages.AudienceOf;
import chat.bus.PushMessages.Done;
import chat.bus.PushMessages.Listener;
import chat.bus.PushMessages.LiveSessions;
import chat.bus.PushMessages.Offer;
import chat.bus.PushMessages.Offered;
import chat.bus.PushMessages.SessionsOf;
import chat.bus.PushMessages.Subscribe;
import chat.config.KafkaConfig;
import chat.config.MongoConfig;
import chat.config.RedisConfig;
import chat.embedded.Backends;
import chat.id.Ids;
import chat.log.LogProducer;
import chat.log.LogRecord;
import chat.log.LogTopics;
import chat.log.Partitions;
import chat.log.ReadLog;
import chat.protocol.MemberChange;
import chat.protocol.Message;
import chat.protocol.Wire;
import chat.store.Messages;
import chat.store.MongoStore;
import chat.store.ReadPositions;
import chat.store.Threads;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Push on a real log and store, where the test plays the channels' owner, the directory and the
 * presence role.
 */
final class TestPush implements AutoCloseable {
  static final int PARTITIONS = 4;

  /** Requests under way to one push service. */
  static final int AT_ONCE = 50;

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final MongoClient mongo;
  final ReadLog reads;
  final Map<String, String> statuses = new ConcurrentHashMap<>();
  final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final KafkaConfig kafka;
  private final RedisConfig redis;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Partitions partitions = new Partitions(PARTITIONS);
  private final Map<String, List<Listener>> audiences = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> sequences = new ConcurrentHashMap<>();
  private final String member = "push-" + Ids.random();
  private String deployment;

  TestPush(Backends backends) throws Exception {
    redis = new RedisConfig(backends.redisUri());
    kafka = new KafkaConfig(backends.kafkaBootstrap(), PARTITIONS, (short) 1, 1, false);
    LogTopics.prepare(kafka);
    Bus.install(vertx);
    mongo =
        MongoStore.connect(vertx, new MongoConfig(backends.mongoUri(), backends.mongoDatabase()));
    MongoStore.createSchema(mongo).await();
    producer = LogProducer.connect(kafka);
    reads = new ReadLog(vertx, partitions, producer);
    Bus.serve(
        vertx,
        PushMessages.AUDIENCE,
        AudienceOf.class,
        asked ->
            Future.succeededFuture(
                new Audience(audiences.getOrDefault(asked.channel(), List.of()))));
    Bus.serve(
        vertx,
        PushMessages.SESSIONS,
        SessionsOf.class,
        asked ->
            Future.succeededFuture(
                new LiveSessions(
                    asked.users().stream()
                        .map(TestPush::session)
                        .filter(session -> !ended.contains(session))
                        .collect(Collectors.toSet()))));
    Bus.serve(
        vertx,
        PresenceMessages.QUERY,
        PresenceMessages.Query.class,
        asked -> Future.succeededFuture(new PresenceMessages.Statuses(statuses)));
  }

  static PushConfig config() {
    return new PushConfig(
        100,
        3_600,
        "mailto:test@example.org",
        AT_ONCE,
        Set.of("localhost"),
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "");
  }

  /** Starts the verticle. Its gauges take the place of those of the one before. */
  void start() {
    start(redis);
  }

  /** The same, with Redis there. */
  void start(RedisConfig where) {
    metrics.getMeters().stream().filter(Gauge.class::isInstance).forEach(metrics::remove);
    deployment =
        vertx
            .deployVerticle(new PushVerticle(member, kafka, where, config(), mongo, metrics))
            .await();
  }

  /** Only what reads the log. */
  PushLog log(PushLog.Listener listener) {
    return new PushLog(kafka, member, new Deviceless(), listener, metrics);
  }

  /** Ends it; {@link #start} starts it anew. */
  void stop() {
    vertx.undeploy(deployment).await();
  }

  /** A channel with these members. */
  String channel(String... users) {
    return channel(java.util.Arrays.stream(users).map(TestPush::member).toArray(Listener[]::new));
  }

  String channel(Listener... members) {
    String channel = Ids.random();
    audiences.put(channel, List.of(members));
    return channel;
  }

  /** A user joins; the log tells it. */
  void join(String channel, String user) throws Exception {
    audiences.merge(
        channel,
        List.of(member(user)),
        (before, joined) -> Stream.concat(before.stream(), joined.stream()).toList());
    append(
        new LogRecord.ChangeMembers(
            channel, 1, List.of(new MemberChange.Member(user, null)), List.of(), user));
  }

  static Listener member(String user) {
    return new Listener(user, "all", false, false);
  }

  String vapidKey() {
    return ask(PushMessages.OFFER, new Offer(), Offered.class).vapidPublicKey();
  }

  <R> R ask(String address, BusMessage question, Class<R> answer) {
    return Bus.request(vertx, address, question, answer, Duration.ofSeconds(10)).await();
  }

  /** The session of all devices of that user. */
  static String session(String user) {
    return "session-" + user;
  }

  /** A new device of the user subscribes at that address; returns the device. */
  String subscribe(String user, String endpoint) {
    return subscribe(
        user,
        endpoint,
        Base64Url.encode(EcKeys.encode((ECPublicKey) EcKeys.generate().getPublic())),
        Base64Url.encode(new byte[16]));
  }

  String subscribe(String user, String endpoint, String p256dh, String auth) {
    String device = Ids.random();
    ask(
        PushMessages.SUBSCRIBE,
        new Subscribe(user, device, session(user), "webpush", endpoint, p256dh, auth, null, false),
        Done.class);
    return device;
  }

  /** A record in the log, and nothing else; returns its offset. */
  long append(String channel, String sender, String... mentions) throws Exception {
    return append(channel, sender, 0, mentions);
  }

  private long append(String channel, String sender, long parent, String... mentions)
      throws Exception {
    return append(
        new LogRecord.PostMessage(
            channel,
            java.util.UUID.randomUUID().toString(),
            sender,
            Ids.random(),
            "secret words",
            "none",
            List.of(mentions),
            parent,
            false,
            null,
            null));
  }

  /** The same of any record. */
  long append(LogRecord record) throws Exception {
    String channel = record.channel();
    RecordMetadata at =
        producer
            .send(
                new ProducerRecord<>(
                    LogTopics.LOG,
                    partitions.of(channel),
                    channel.getBytes(US_ASCII),
                    Wire.toCbor(record)))
            .get();
    return at.offset();
  }

  /** The owner stores the message that stands there; returns its {@code n}. */
  long store(String channel, String sender, long offset) {
    return store(channel, sender, 0, offset);
  }

  /** Stores a message of which {@code seq} and {@code n} are the same, or a comment. */
  private long store(String channel, String sender, long parent, long offset) {
    long seq = sequences.computeIfAbsent(channel, c -> new AtomicInteger()).incrementAndGet();
    Message message =
        new Message(
            channel,
            Ids.random(),
            seq,
            parent == 0 ? seq : 0,
            seq,
            sender,
            Ids.random(),
            Instant.now(),
            "secret words",
            "none",
            List.of(),
            parent,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    mongo.insert(Messages.COLLECTION, Messages.document(message, offset)).await();
    return seq;
  }

  long send(String channel, String sender, String... mentions) throws Exception {
    return store(channel, sender, append(channel, sender, mentions));
  }

  /** A comment on the message with that {@code seq}; returns its own. */
  long comment(String channel, String sender, long parent, String... mentions) throws Exception {
    return store(channel, sender, parent, append(channel, sender, parent, mentions));
  }

  /** The owner of the channel's partition has stored everything up to there. */
  void checkpoint(String channel, long offset) {
    mongo
        .findOneAndUpdateWithOptions(
            "checkpoints",
            new JsonObject().put("_id", partitions.of(channel)),
            new JsonObject().put("$set", new JsonObject().put("offset", offset)),
            new FindOptions(),
            new UpdateOptions().setUpsert(true).setReturningNewDocument(true))
        .await();
  }

  /** Somebody reads; as in life the store gets it too, at some time. */
  void read(String user, String channel, long n) {
    ReadLog.Position position = new ReadLog.Position(user, channel, n);
    reads.advance(position).await();
    new ReadPositions(mongo).advance(List.of(new ReadLog.Entry(position, n))).await();
  }

  /** Somebody reads comments; the store gets it first. */
  void readThread(String user, String channel, long parent, long comment) {
    new Threads(mongo).markRead(user, channel, parent, comment).await();
    reads.advance(ReadLog.Position.ofThread(user, channel, parent, comment)).await();
  }

  /** The offset up to which push has dealt with the channel's partition. */
  long committed(String channel) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var offsets =
          admin.listConsumerGroupOffsets(PushVerticle.GROUP).partitionsToOffsetAndMetadata().get();
      var offset = offsets.get(new TopicPartition(LogTopics.LOG, partitions.of(channel)));
      return offset == null ? -1 : offset.offset();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many notifications ended so since the test JVM began. */
  double count(String outcome) {
    return metrics.find("chat_push_notifications").tag("outcome", outcome).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** Sends messages until those of the channel are not read any more. */
  void sendUntilPassedOver(String channel, String sender) {
    Counter passedOver = metrics.counter("chat_push_messages_passed_over");
    double before = passedOver.count();
    until(
        "it is passed over",
        () -> {
          try {
            send(channel, sender);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return passedOver.count() > before;
        });
  }

  /** What a gauge says. */
  double gauge(String name) {
    return metrics.get(name).gauge().value();
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    vertx.close().await();
  }
}
