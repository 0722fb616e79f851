package chat.socket;

import chat.bus.Addresses;
import chat.bus.PresenceMessages.Changed;
import chat.bus.PresenceMessages.UserPresence;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges what the event loops know of each user and tells the presence part of the node what has
 * changed, in batches. Thread-safe.
 */
public final class NodePresence {
  private static final long FLUSH_MILLIS = 200;

  private final Vertx vertx;
  private final String address;
  private final Map<String, Map<Object, String>> statusByLoop = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  public NodePresence(Vertx vertx, String node) {
    this.vertx = vertx;
    this.address = Addresses.presence(node);
    vertx.setPeriodic(FLUSH_MILLIS, timer -> flush());
  }

  /** The statuses of a user's sessions on one loop; none if it has no more. */
  synchronized void set(Object loop, String user, Collection<String> statuses) {
    Map<Object, String> loops = statusByLoop.computeIfAbsent(user, u -> new HashMap<>(2));
    if (statuses.isEmpty()) {
      loops.remove(loop);
    } else {
      loops.put(loop, merged(statuses));
    }
    if (loops.isEmpty()) {
      statusByLoop.remove(user);
    }
    changed.add(user);
  }

  /** Do-not-disturb holds for all devices; else one device in use is enough to be online. */
  private static String merged(Collection<String> statuses) {
    if (statuses.contains("dnd")) {
      return "dnd";
    }
    return statuses.contains("online") ? "online" : "idle";
  }

  private void flush() {
    List<UserPresence> users = new ArrayList<>();
    synchronized (this) {
      for (String user : changed) {
        Map<Object, String> loops = statusByLoop.get(user);
        users.add(new UserPresence(user, loops == null ? "offline" : merged(loops.values())));
      }
      changed.clear();
    }
    if (!users.isEmpty()) {
      vertx.eventBus().send(address, new Changed(users));
    }
  }
}
