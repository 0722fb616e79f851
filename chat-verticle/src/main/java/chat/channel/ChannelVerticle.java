package chat.channel;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.OwnerMessages.Claim;
import chat.bus.OwnerMessages.Claims;
import chat.bus.OwnerMessages.Pins;
import chat.bus.OwnerMessages.PinsWanted;
import chat.bus.OwnerMessages.TailWanted;
import chat.config.KafkaConfig;
import chat.delivery.DeliveryMessages.Alive;
import chat.delivery.DeliveryMessages.Interest;
import chat.delivery.DeliveryMessages.Typing;
import chat.log.LogTopics;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.MemberChange.Member;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the partitions of {@code chat.log} that the consumer group gives it: takes each over from
 * its checkpoint, lets a {@link PartitionOwner} decide its records, stores them and announces
 * itself. Each instance is a member of the group of its own.
 */
public final class ChannelVerticle extends VerticleBase {
  /** The consumer group of the channels' owners. */
  public static final String GROUP = LogConsumer.GROUP;

  private static final Logger LOG = LoggerFactory.getLogger(ChannelVerticle.class);
  private static final long HEARTBEAT_MILLIS = 1_000;
  private static final long RETRY_MILLIS = 500;

  /** A hand-over waits no longer for the store, which may be away: then there is a replay. */
  private static final long CHECKPOINT_WITHIN_NANOS = 1_500_000_000L;

  private static final long CHECKPOINT_TICK_MILLIS = 10;

  /** Longer than the group waits for a silent member. */
  public static final Duration REVOKED_WITHIN = Duration.ofSeconds(20);

  private final String owner;
  private final String member;
  private final KafkaConfig kafka;
  private final ChannelConfig config;
  private final OwnerMemory memory;
  private final MongoClient mongo;
  private final ReadLog reads;
  private final MeterRegistry metrics;
  private final Runnable fatal;
  private final Duration revokedWithin;

  private final Map<Integer, PartitionOwner> owners = new HashMap<>();

  private final Map<Integer, Assignment> assignments = new HashMap<>();

  private final AtomicInteger backlog = new AtomicInteger();
  private final AtomicLong backlogBytes = new AtomicLong();
  private final AtomicLong channelBytes = new AtomicLong();
  private final AtomicLong rememberedIds = new AtomicLong();
  private final AtomicInteger serving = new AtomicInteger();
  private long assignmentCount;
  private Timer takeOvers;
  private Counter replayed;
  private boolean finishing;
  private boolean busy;
  private Summaries summaries;
  private Checkpoints checkpoints;
  private AnswerOutbox answers;
  private MessageWriter messageWriter;
  private SummaryWriter summaryWriter;
  private LogJanitor janitor;
  private LogConsumer consumer;

  /**
   * A partition that is ours now.
   *
   * @param number counts them, so that a slow take-over of an earlier one is recognised
   * @param since by {@link System#nanoTime}
   */
  private record Assignment(long number, long since) {}

  /**
   * A verticle to be deployed on an event loop.
   *
   * @param owner its name on the event bus: unique to this incarnation of the process
   * @param member its name in the consumer group: the same after a restart
   * @param memory shared by all owners of the node
   * @param fatal called when the process must not go on
   * @param revokedWithin how long a fenced owner may wait until the group takes its partition away
   */
  public ChannelVerticle(
      String owner,
      String member,
      KafkaConfig kafka,
      ChannelConfig config,
      OwnerMemory memory,
      MongoClient mongo,
      ReadLog reads,
      MeterRegistry metrics,
      Runnable fatal,
      Duration revokedWithin) {
    this.owner = owner;
    this.member = member;
    this.kafka = kafka;
    this.config = config;
    this.memory = memory;
    this.mongo = mongo;
    this.reads = reads;
    this.metrics = metrics;
    this.fatal = fatal;
    this.revokedWithin = revokedWithin;
  }

  @Override
  public Future<?> start() {
    summaries = new Summaries(mongo);
    checkpoints = new Checkpoints(mongo);
    answers = new AnswerOutbox(vertx.eventBus());
    janitor =
        new LogJanitor(
            vertx, kafka, LogTopics.LOG, LogJanitor.AT_LEAST, List.of(LogTopics.PUSH_GROUP));
    Timer stored =
        Timer.builder("chat_send_stage")
            .tag("stage", "store")
            .publishPercentileHistogram()
            .register(metrics);
    messageWriter = new MessageWriter(vertx, mongo, owners.values(), this::halt, stored);
    summaryWriter = new SummaryWriter(summaries, checkpoints, janitor, this::fenced);
    Tags mine = Tags.of("member", member);
    metrics.gauge("chat_backlog_messages", mine, backlog);
    metrics.gauge("chat_backlog_bytes", mine, backlogBytes);
    metrics.gauge("chat_channels_bytes", mine, channelBytes);
    metrics.gauge("chat_remembered_ids", mine, rememberedIds);
    metrics.gauge("chat_owner_memory_limit_bytes", memory, OwnerMemory::limit);
    metrics.gauge("chat_partitions_serving", mine, serving);
    takeOvers = Timer.builder("chat_take_over").publishPercentileHistogram().register(metrics);
    replayed = metrics.counter("chat_replayed_records");
    vertx.setPeriodic(HEARTBEAT_MILLIS, timer -> heartbeat());
    vertx.setPeriodic(
        config.summaryMillis(), timer -> List.copyOf(owners.values()).forEach(summaryWriter::tick));
    vertx.eventBus().consumer(Addresses.OWNERS_WANTED, wanted -> claim());
    Bus.serve(vertx, Addresses.owner(owner), TailWanted.class, this::tail);
    Bus.serve(vertx, Addresses.pins(owner), PinsWanted.class, this::pins);
    vertx.eventBus().consumer(Addresses.interest(owner), this::interest);
    vertx.eventBus().<Typing>consumer(Addresses.typing(owner), typing -> pass(typing.body()));
    vertx
        .eventBus()
        .<Alive>consumer(
            Addresses.alive(owner),
            alive -> owners.values().forEach(each -> each.heard(alive.body().node())));
    consumer = new LogConsumer(kafka, member, new OnContext(vertx.getOrCreateContext()));
    consumer.start();
    return Future.succeededFuture();
  }

  private Future<chat.bus.OwnerMessages.Tail> tail(TailWanted wanted) {
    return owned(wanted.partition()).compose(partition -> partition.tailOf(wanted));
  }

  private Future<Pins> pins(PinsWanted wanted) {
    return owned(wanted.partition()).compose(partition -> partition.pinsOf(wanted.channel()));
  }

  private Future<PartitionOwner> owned(int partition) {
    PartitionOwner owned = owners.get(partition);
    return owned == null
        ? Future.failedFuture(
            new ProblemException(ProblemType.UNAVAILABLE, "Not the owner of the channel"))
        : Future.succeededFuture(owned);
  }

  private void pass(Typing typing) {
    PartitionOwner partition = owners.get(typing.partition());
    if (partition != null) {
      partition.typing(typing);
    }
  }

  private void interest(Message<Interest> message) {
    PartitionOwner partition = owners.get(message.body().partition());
    if (partition != null) {
      partition.interest(message.body());
    }
  }

  private void heartbeat() {
    for (PartitionOwner each : List.copyOf(owners.values())) {
      each.heartbeat();
      summaryWriter.tryWrite(each);
      if (memory.isTight()) {
        each.relieve();
      }
    }
    claim();
  }

  /** Tells everyone which partitions are served here. */
  private void claim() {
    measure();
    busy = isFull();
    List<Claim> claims =
        owners.values().stream()
            .filter(PartitionOwner::isServing)
            .map(each -> new Claim(each.partition(), each.epoch(), busy || each.isStuck()))
            .toList();
    serving.set(claims.size());
    if (!claims.isEmpty()) {
      vertx.eventBus().publish(Addresses.OWNERS, new Claims(owner, claims));
    }
  }

  /** Answers and stores what all partitions have decided in this turn. */
  private void finishSoon() {
    if (!finishing) {
      finishing = true;
      vertx.runOnContext(
          turn -> {
            finishing = false;
            answers.flush();
            messageWriter.write();
            measure();
            if (busy != isFull()) {
              claim();
            }
          });
    }
  }

  private boolean isFull() {
    return backlog.get() > config.backlogMessages() || memory.isFull();
  }

  private void measure() {
    int messages = 0;
    long bytes = 0;
    long channels = 0;
    long ids = 0;
    for (PartitionOwner each : owners.values()) {
      messages += each.tail().unstoredCount();
      bytes += each.tail().unstoredBytes() + each.changedBytes();
      channels += each.channelBytes();
      ids += each.rememberedIds();
    }
    backlog.set(messages);
    backlogBytes.set(bytes);
    channelBytes.set(channels);
    rememberedIds.set(ids);
  }

  private void assigned(int partition) {
    Assignment assignment = new Assignment(++assignmentCount, System.nanoTime());
    assignments.put(partition, assignment);
    takeOver(partition, assignment);
  }

  private void takeOver(int partition, Assignment assignment) {
    checkpoints
        .takeOver(partition)
        .onSuccess(
            checkpoint -> {
              if (isCurrent(partition, assignment)) {
                PartitionOwner taken =
                    new PartitionOwner(
                        vertx,
                        partition,
                        checkpoint,
                        summaries,
                        mongo,
                        answers,
                        new Surroundings(),
                        config,
                        memory.share(),
                        memory.recentBytes(config, kafka.partitions()));
                owners.put(partition, taken);
                consumer.startAt(partition, checkpoint.offset());
              }
            })
        .onFailure(
            failure -> {
              LOG.warn("partition {} waits for MongoDB: {}", partition, failure.toString());
              vertx.setTimer(
                  RETRY_MILLIS,
                  timer -> {
                    if (isCurrent(partition, assignment)) {
                      takeOver(partition, assignment);
                    }
                  });
            });
  }

  private boolean isCurrent(int partition, Assignment assignment) {
    return assignment.equals(assignments.get(partition));
  }

  private void revoked(int partition) {
    assignments.remove(partition);
    PartitionOwner ended = owners.remove(partition);
    LOG.info("partition {} is another's", partition);
    if (ended != null) {
      ended.end();
      summaryWriter.forget(ended);
    }
  }

  /**
   * Whoever is fenced was silent for so long that the group has given the partition to another, and
   * hears so as soon as it reaches Kafka. If it does not, nobody serves the partition, or this node
   * is apart from the log: it starts anew.
   */
  private void fenced(PartitionOwner partition) {
    int number = partition.partition();
    LOG.warn("partition {} has a newer owner", number);
    end(partition);
    Assignment assignment = assignments.get(number);
    if (assignment == null) {
      return;
    }
    vertx.setTimer(
        revokedWithin.toMillis(),
        timer -> {
          if (isCurrent(number, assignment)) {
            LOG.error("partition {} has a newer owner, but was given to this node", number);
            fatal.run();
          }
        });
  }

  private void end(PartitionOwner partition) {
    partition.end();
    owners.remove(partition.partition(), partition);
    summaryWriter.forget(partition);
  }

  private void halt(PartitionOwner partition) {
    LOG.error("partition {} is halted until an operator has looked at it", partition.partition());
    metrics.counter("chat_partitions_halted").increment();
    end(partition);
  }

  private final class Surroundings implements PartitionOwner.Surroundings {
    @Override
    public void decided(int partition, int count) {
      consumer.taken(partition, count);
      finishSoon();
    }

    @Override
    public void joined(String channel, List<Member> added, long n) {
      // What was said before somebody came is not unread to them. Written again, it changes
      // nothing.
      if (n > 0) {
        added.forEach(member -> reads.advance(new ReadLog.Position(member.user(), channel, n)));
      }
    }

    @Override
    public void serving(int partition, long replayedNow) {
      Assignment assignment = assignments.get(partition);
      if (assignment != null) {
        Duration took = Duration.ofNanos(System.nanoTime() - assignment.since());
        takeOvers.record(took);
        replayed.increment((double) replayedNow);
        LOG.info(
            "partition {} is served here after {} ms, {} records replayed",
            partition,
            took.toMillis(),
            replayedNow);
      }
      // Gathered: a node that starts takes many partitions over at a time.
      vertx.runOnContext(turn -> claim());
    }

    @Override
    public void full(PartitionOwner owner) {
      summaryWriter.tick(owner);
    }

    @Override
    public void superseded(PartitionOwner owner) {
      fenced(owner);
    }
  }

  /** Brings what the consumer's thread tells to the verticle's context. */
  private final class OnContext implements LogConsumer.Listener {
    private final Context context;

    OnContext(Context context) {
      this.context = context;
    }

    @Override
    public void assigned(int partition) {
      context.runOnContext(turn -> ChannelVerticle.this.assigned(partition));
    }

    @Override
    public void revoked(int partition) {
      context.runOnContext(turn -> ChannelVerticle.this.revoked(partition));
    }

    @Override
    public void endsAt(int partition, long end) {
      owner(partition, each -> each.replayUntil(end));
    }

    @Override
    public void arrived(Map<Integer, List<Arrival>> fetched) {
      context.runOnContext(
          turn ->
              fetched.forEach(
                  (partition, arrivals) -> {
                    PartitionOwner each = owners.get(partition);
                    if (each != null) {
                      each.arrived(arrivals);
                    }
                  }));
    }

    private void owner(int partition, Consumer<PartitionOwner> action) {
      context.runOnContext(
          turn -> {
            PartitionOwner each = owners.get(partition);
            if (each != null) {
              action.accept(each);
            }
          });
    }

    @Override
    public void failed(Throwable failure) {
      LOG.error("this node can't own channels any more: {}", failure.toString());
      fatal.run();
    }
  }

  /**
   * Leaves the group for good, so that others take over at once, and writes nothing. Thread-safe;
   * blocks up to 10 s. The verticle has to be undeployed, or the process to end.
   */
  public void leave() {
    try {
      consumer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Leaves the group, so that others take over at once, and leaves them nothing to replay: writes
   * checkpoints while it goes on, then, for a moment, the rest without deciding more.
   */
  @Override
  public Future<?> stop() {
    Callable<Void> leave =
        () -> {
          consumer.close();
          janitor.close();
          return null;
        };
    return checkpointAll()
        .compose(
            done -> {
              owners.values().forEach(PartitionOwner::hold);
              return checkpointAll();
            })
        .otherwiseEmpty()
        .compose(done -> vertx.executeBlocking(leave));
  }

  /** Completes when the checkpoints include all that is decided; fails if that takes too long. */
  private Future<Void> checkpointAll() {
    Promise<Void> all = Promise.promise();
    long deadline = System.nanoTime() + CHECKPOINT_WITHIN_NANOS;
    vertx.setPeriodic(
        0,
        CHECKPOINT_TICK_MILLIS,
        timer -> {
          List<PartitionOwner> behind =
              owners.values().stream()
                  .filter(each -> each.isServing() && !each.isCheckpointed())
                  .toList();
          behind.forEach(summaryWriter::tick);
          if (behind.isEmpty()) {
            all.tryComplete();
          } else if (System.nanoTime() - deadline > 0) {
            all.tryFail("the store is slow");
          }
          if (all.future().isComplete()) {
            vertx.cancelTimer(timer);
          }
        });
    return all.future();
  }
}
