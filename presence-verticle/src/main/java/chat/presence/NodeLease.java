package chat.presence;

import chat.bus.PresenceMessages.UserPresence;
import chat.id.IdTable;
import chat.id.Identified;
import chat.id.Ids;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what Redis knows of one node's users: passes changes on in batches, renews the lease, and
 * writes everything anew where Redis has lost it or was away.
 *
 * <p>To be used on one virtual-thread context; calls wait.
 */
final class NodeLease {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);
  private static final int BATCH = 2_000;

  private final PresenceStore store;
  private final String node;
  private final Duration lease;
  private final IdTable<Online> users = new IdTable<>();
  private Map<String, String> changed = new LinkedHashMap<>();
  private boolean whole;
  private boolean writing;

  /** A user with a connection here. There may be hundreds of thousands. */
  private record Online(long high, long low, Status status) implements Identified {}

  /**
   * The lease of a node.
   *
   * @param node this incarnation of the process
   * @param lease for how long its users stay online when it is not heard of
   */
  NodeLease(PresenceStore store, String node, Duration lease) {
    this.store = store;
    this.node = node;
    this.lease = lease;
  }

  int size() {
    return users.size();
  }

  /** Takes over what has changed. */
  void change(List<UserPresence> changes) {
    for (UserPresence change : changes) {
      String user = change.user();
      if (!Ids.isExact(user)) {
        continue;
      }
      Optional<Status> status = Status.of(change.status());
      status.ifPresentOrElse(
          now -> users.put(new Online(Ids.high(user), Ids.low(user), now)),
          () -> users.remove(Ids.high(user), Ids.low(user)));
      changed.put(user, status.map(Status::text).orElse("offline"));
    }
    write();
  }

  /** Renews the lease, and catches up on what could not be written. */
  void renew() {
    write();
  }

  /** Takes the node's users offline at once. */
  Future<?> release() {
    return store.remove(node);
  }

  private void write() {
    if (writing) {
      // The one that is under way takes these with it.
      return;
    }
    writing = true;
    try {
      do {
        if (!whole) {
          writeAll();
        } else {
          writeChanges();
        }
      } while (!changed.isEmpty() || !whole);
    } catch (RuntimeException e) {
      whole = false;
      LOG.warn("presence of {} users is not in Redis: {}", users.size(), e.toString());
    } finally {
      writing = false;
    }
  }

  private void writeAll() {
    changed = new LinkedHashMap<>();
    boolean first = true;
    Map<String, String> all = new LinkedHashMap<>();
    users.forEach(user -> all.put(user.id(), user.status().text()));
    for (Map<String, String> batch : batches(all)) {
      whole =
          Future.await(
              first ? store.replace(node, batch, lease) : store.change(node, batch, lease));
      first = false;
    }
  }

  private void writeChanges() {
    Map<String, String> news = changed;
    changed = new LinkedHashMap<>();
    for (Map<String, String> batch : batches(news)) {
      whole = whole && Future.await(store.change(node, batch, lease));
    }
  }

  /** At least one, if only to renew the lease. */
  private static List<Map<String, String>> batches(Map<String, String> all) {
    List<Map<String, String>> batches = new ArrayList<>();
    batches.add(new LinkedHashMap<>());
    for (Map.Entry<String, String> one : all.entrySet()) {
      if (batches.getLast().size() == BATCH) {
        batches.add(new LinkedHashMap<>());
      }
      batches.getLast().put(one.getKey(), one.getValue());
    }
    return batches;
  }
}
