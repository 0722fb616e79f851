package chat.presence;

import chat.bus.PresenceMessages.UserPresence;
import chat.id.IdTable;
import chat.id.Identified;
import chat.id.Ids;
import chat.presence.PresenceStore.Mode;
import chat.presence.PresenceStore.Written;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what Redis knows of one node's users: passes changes on in batches, renews the lease, and
 * writes everything anew where Redis has lost it or was away. Who leaves stays online for a while,
 * so that a reload or a short loss of the network is no transition.
 *
 * <p>To be used on one virtual-thread context; calls wait.
 */
final class NodeLease {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);
  private static final int BATCH = 2_000;

  private final PresenceStore store;
  private final String node;
  private final Duration lease;
  private final Duration linger;
  private final InstantSource clock;
  private final Consumer<List<String>> gone;
  private final IdTable<Online> users = new IdTable<>();

  /** Who left, until when they stay, soonest first. */
  private final Map<String, Long> leaving = new LinkedHashMap<>();

  private Map<String, String> changed = new HashMap<>();
  private long count;
  private boolean writing;

  /** A user with a connection here. There may be hundreds of thousands. */
  private record Online(long high, long low, Status status) implements Identified {}

  /**
   * The lease of a node.
   *
   * @param node this incarnation of the process
   * @param lease for how long its users stay online when it is not heard of
   * @param linger for how long a user stays online after the last connection
   * @param gone told who was taken offline that way and is not online elsewhere
   */
  NodeLease(
      PresenceStore store,
      String node,
      Duration lease,
      Duration linger,
      InstantSource clock,
      Consumer<List<String>> gone) {
    this.store = store;
    this.node = node;
    this.lease = lease;
    this.linger = linger;
    this.clock = clock;
    this.gone = gone;
  }

  int size() {
    return users.size();
  }

  /** Takes over what has changed; {@link #write} brings it to Redis. */
  void change(List<UserPresence> changes) {
    for (UserPresence change : changes) {
      if (!Ids.isExact(change.user())) {
        continue;
      }
      Optional<Status> status = Status.of(change.status());
      if (status.isPresent()) {
        leaving.remove(change.user());
        set(change.user(), status.get());
      } else {
        leaving.putIfAbsent(change.user(), clock.millis() + linger.toMillis());
      }
    }
  }

  private void set(String user, Status status) {
    Online before = users.put(new Online(Ids.high(user), Ids.low(user), status));
    if (before == null || before.status() != status) {
      changed.put(user, status.text());
    }
  }

  /** Brings Redis up to date and renews the lease, whether something changed or not. */
  void write() {
    endLeaving();
    if (writing) {
      // The one that is under way takes these with it.
      return;
    }
    writing = true;
    try {
      do {
        if (count == 0) {
          writeAll();
        } else {
          writeChanges();
        }
      } while (!changed.isEmpty() || count == 0);
    } catch (Exception e) {
      count = 0;
      LOG.warn("presence of {} users is not in Redis: {}", users.size(), e.toString());
    } finally {
      writing = false;
    }
  }

  private void endLeaving() {
    long now = clock.millis();
    Iterator<Map.Entry<String, Long>> soonest = leaving.entrySet().iterator();
    while (soonest.hasNext()) {
      Map.Entry<String, Long> next = soonest.next();
      if (next.getValue() > now) {
        return;
      }
      String user = next.getKey();
      soonest.remove();
      if (users.remove(Ids.high(user), Ids.low(user)) != null) {
        changed.put(user, PresenceStore.OFFLINE);
      }
    }
  }

  private void writeAll() {
    changed = new HashMap<>();
    Map<String, String> all = new HashMap<>();
    users.forEach(user -> all.put(user.id(), user.status().text()));
    List<Map<String, String>> batches = batches(all);
    long next = 1;
    Mode mode = Mode.FIRST;
    for (Map<String, String> batch : batches) {
      next = send(mode, next, batch == batches.getLast(), batch);
      if (next == 0) {
        break;
      }
      mode = Mode.MORE;
    }
    count = next;
  }

  private void writeChanges() {
    Map<String, String> news = changed;
    changed = new HashMap<>();
    for (Map<String, String> batch : batches(news)) {
      count = send(Mode.CHANGE, count, false, batch);
      if (count == 0) {
        return;
      }
    }
  }

  private long send(Mode mode, long expected, boolean last, Map<String, String> batch) {
    Written written = Future.await(store.write(node, mode, expected, last, batch, lease));
    if (!written.gone().isEmpty()) {
      gone.accept(written.gone());
    }
    return written.count();
  }

  /** At least one, if only to renew the lease. */
  private static List<Map<String, String>> batches(Map<String, String> all) {
    List<Map<String, String>> batches = new ArrayList<>();
    batches.add(new HashMap<>());
    for (Map.Entry<String, String> one : all.entrySet()) {
      if (batches.getLast().size() == BATCH) {
        batches.add(new HashMap<>());
      }
      batches.getLast().put(one.getKey(), one.getValue());
    }
    return batches;
  }
}
