package chat.cell;

import chat.cell.Beats.Beat;
import chat.cell.CellMember.GroupMember;
import chat.config.KafkaConfig;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches this node's place in its cell. Says once if the node must not go on: it is apart from the
 * larger side, was declared dead, or is being merged into another cell, in which case its
 * registrations on the event bus can't be trusted any more (eclipse-vertx/vert.x 4394, 5202). Takes
 * the static members of dead nodes out of the consumer groups.
 *
 * <p>All state is confined to one thread of its own, so that a blocked event loop tells nothing.
 */
public final class CellWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CellWatch.class);

  /** Hazelcast declares a node dead that was silent for 5 s, of which up to 1 s was before. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  private static final long BEAT_MILLIS = 500;
  private static final long LOOK_MILLIS = 1_000;

  /** While somebody is lost or missed, and nobody knows yet who lives. */
  private static final long LOOK_CLOSELY_MILLIS = 250;

  /** One look at the beats may see the last one of a node that has just died. */
  private static final int LOOKS_AT_START = 2;

  /** A cut takes several members away one by one; judged by the first alone it would look small. */
  private static final long GATHER_MILLIS = 200;

  private final HazelcastInstance hazelcast;
  private final int listed;
  private final Beats beats;
  private final DeadGroupMembers groups;
  private final Consumer<String> cutOff;
  private final UUID self;
  private final String address;
  private final CellView view;

  /** Members that were lost since all was settled. */
  private final Map<UUID, CellMember> dead = new HashMap<>();

  private final AtomicBoolean beating = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cell").factory());
  private final PauseWatch pauses;
  private long lastLook = System.nanoTime();

  /**
   * A watch to be started.
   *
   * @param listed how many nodes the configuration names
   * @param cutOff told once, with the reason, on an arbitrary thread; must end the process, and not
   *     block
   */
  public CellWatch(
      HazelcastInstance hazelcast,
      int listed,
      MongoClient mongo,
      KafkaConfig kafka,
      Consumer<String> cutOff) {
    this.hazelcast = hazelcast;
    this.listed = listed;
    this.beats = new Beats(mongo);
    this.groups = new DeadGroupMembers(kafka);
    this.cutOff = cutOff;
    Member local = hazelcast.getCluster().getLocalMember();
    this.self = local.getUuid();
    this.address = local.getAddress().getHost() + ':' + local.getAddress().getPort();
    this.view = new CellView(self);
    this.pauses =
        new PauseWatch(
            LONGEST_PAUSE,
            gap -> {
              silence();
              end("it did not run for " + gap.toMillis() + " ms");
            });
  }

  /**
   * Makes sure that no node is alive which this one can't reach. Blocks; for some 2 s if nodes were
   * killed before, else for one query. May be repeated. While MongoDB does not tell, half of the
   * nodes that the configuration names will do.
   *
   * @throws IllegalStateException if there is a cell that this node is not a member of
   */
  public void requirePlace() {
    Map<UUID, Beat> apart;
    try {
      apart = unreached(beats.read().await());
    } catch (IllegalStateException e) {
      requireHalf();
      return;
    }
    for (int i = 0; i < LOOKS_AT_START && !apart.isEmpty(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
      apart = Beats.moved(apart, unreached(beats.read().await()));
    }
    if (!apart.isEmpty()) {
      throw new IllegalStateException(
          apart.size() + " of its nodes are alive and can't be reached: see node.clusterMembers");
    }
  }

  private void requireHalf() {
    int reached = hazelcast.getCluster().getMembers().size();
    if (reached * 2 < listed) {
      throw new IllegalStateException(
          reached + " of " + listed + " nodes are reached, and MongoDB does not tell who lives");
    }
  }

  /** Begins to watch, and to tell the others that this node lives. */
  public void start() {
    hazelcast.getLifecycleService().addLifecycleListener(this::lifecycle);
    hazelcast.getCluster().addMembershipListener(new Members());
    run(() -> hazelcast.getCluster().getMembers().forEach(each -> view.joined(each.getUuid())));
    thread.scheduleAtFixedRate(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    thread.scheduleWithFixedDelay(
        this::lookIfDue, LOOK_CLOSELY_MILLIS, LOOK_CLOSELY_MILLIS, TimeUnit.MILLISECONDS);
    pauses.start();
  }

  private Map<UUID, Beat> unreached(Map<UUID, Beat> all) {
    hazelcast.getCluster().getMembers().forEach(each -> all.remove(each.getUuid()));
    return all;
  }

  private void run(Runnable task) {
    if (!thread.isShutdown()) {
      thread.execute(task);
    }
  }

  private void beat() {
    if (beating.compareAndSet(false, true)) {
      beats.beat(self, address, view.missed()).onComplete(done -> beating.set(false));
    }
  }

  private void lookIfDue() {
    long now = System.nanoTime();
    if (view.inDoubt() || now - lastLook >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
      lastLook = now;
      look();
    }
  }

  private void look() {
    Map<UUID, Beat> now;
    try {
      now = beats.read().await();
    } catch (IllegalStateException e) {
      act(view.blind(System.nanoTime()));
      return;
    }
    act(view.look(now, System.nanoTime()));
    Set<UUID> left = view.leftBehind();
    if (isOldest() && !left.isEmpty()) {
      beats.remove(left);
    }
  }

  private void act(CellView.Verdict verdict) {
    switch (verdict) {
      case WAIT -> {}
      case SETTLED -> {
        // Once more: one that was lost while it lived has joined its groups again until it ended.
        takeOver();
        dead.clear();
      }
      case CUT_OFF -> end("nodes that it can't reach are alive, and they are more");
    }
  }

  private void lost(CellMember member) {
    view.lost(member.uuid(), System.nanoTime());
    dead.put(member.uuid(), member);
    LOG.warn("{} has left the cell", member.name());
    thread.schedule(
        () -> {
          if (view.reachesHalf()) {
            takeOver();
          }
        },
        GATHER_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** The oldest alone does it; if it dies meanwhile, Kafka notices by itself. */
  private void takeOver() {
    List<GroupMember> gone = new ArrayList<>();
    for (CellMember member : dead.values()) {
      boolean isBack =
          hazelcast.getCluster().getMembers().stream()
              .anyMatch(each -> CellMember.of(each).name().equals(member.name()));
      if (!isBack) {
        gone.addAll(member.groupMembers());
      }
    }
    if (!gone.isEmpty() && isOldest() && !ended.get()) {
      Thread.ofVirtual().name("take-over").start(() -> groups.remove(gone));
    }
  }

  private boolean isOldest() {
    return hazelcast.getCluster().getMembers().iterator().next().localMember();
  }

  private void lifecycle(LifecycleEvent event) {
    if (event.getState() == LifecycleState.MERGING || event.getState() == LifecycleState.MERGED) {
      end("it is merged into another cell");
    }
  }

  /**
   * Takes this node off the cell's network. What it knows of the cell is old: it would tell the
   * others that those were dead which it has not heard while it did not run.
   */
  private void silence() {
    Thread.ofPlatform().daemon().name("silence").start(hazelcast.getLifecycleService()::terminate);
  }

  /** Its beat goes on until the process ends: the others must not take it for dead before. */
  private void end(String reason) {
    if (ended.compareAndSet(false, true)) {
      cutOff.accept(reason);
    }
  }

  /** Stops watching: the node is about to leave. */
  @Override
  public void close() {
    ended.set(true);
    pauses.close();
    thread.shutdownNow();
    try {
      beats.remove(Set.of(self)).await();
    } catch (RuntimeException e) {
      LOG.warn("the node's beat stays: {}", e.toString());
    }
  }

  private final class Members implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      UUID member = event.getMember().getUuid();
      run(() -> view.joined(member));
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      CellMember member = CellMember.of(event.getMember());
      run(() -> lost(member));
    }
  }
}
