package chat.socket;

import chat.bus.Addresses;
import chat.bus.PresenceMessages.Changed;
import chat.bus.PresenceMessages.UserPresence;
import chat.id.IdTable;
import chat.id.Identified;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Merges what the event loops know of each user and tells the presence part of the node what has
 * changed, in batches. Thread-safe.
 */
public final class NodePresence {
  private static final long FLUSH_MILLIS = 200;
  private static final int RETRY_SECONDS = 60;

  private final Vertx vertx;
  private final String address;
  private final String transitions;
  private final IdTable<Merged> users = new IdTable<>();
  private final Set<String> changed = new HashSet<>();

  /** How many loops see a user in each status, and how many connections there are. */
  private static final class Merged implements Identified {
    private final long high;
    private final long low;
    private short online;
    private short idle;
    private short dnd;

    /** Connections on all loops. */
    private short connections;

    Merged(String user) {
      this.high = Ids.high(user);
      this.low = Ids.low(user);
    }

    @Override
    public long high() {
      return high;
    }

    @Override
    public long low() {
      return low;
    }

    void count(Session.Status status, int more) {
      switch (status) {
        case ONLINE -> online += (short) more;
        case IDLE -> idle += (short) more;
        case DND -> dnd += (short) more;
      }
    }

    String text() {
      Session.Status status = merged(dnd > 0, online > 0, idle > 0);
      return status == null ? "offline" : status.text;
    }
  }

  public NodePresence(Vertx vertx, String node) {
    this.vertx = vertx;
    this.address = Addresses.presence(node);
    this.transitions = Addresses.transitions(node);
    vertx.setPeriodic(FLUSH_MILLIS, timer -> flush());
  }

  /** Where the event loops hear who of the cell came and went. */
  String transitions() {
    return transitions;
  }

  /** Do-not-disturb holds for all devices; else one device in use is enough to be online. */
  private static Session.Status merged(boolean dnd, boolean online, boolean idle) {
    if (dnd) {
      return Session.Status.DND;
    }
    if (online) {
      return Session.Status.ONLINE;
    }
    return idle ? Session.Status.IDLE : null;
  }

  /** What a user with sessions of these statuses on one loop is; {@code null} without any. */
  static Session.Status merged(Set<Session.Status> statuses) {
    return merged(
        statuses.contains(Session.Status.DND),
        statuses.contains(Session.Status.ONLINE),
        statuses.contains(Session.Status.IDLE));
  }

  /**
   * A connection of the user has signed in; {@link #left} ends it.
   *
   * @throws ProblemException {@code rate-limited} if there are that many already; it then counts
   *     for nothing
   */
  synchronized void join(String user, int most) {
    Merged merged = users.get(user);
    if (merged == null) {
      merged = new Merged(user);
      users.put(merged);
    } else if (merged.connections >= Math.min(most, Short.MAX_VALUE)) {
      throw new ProblemException(
          ProblemType.RATE_LIMITED,
          "You have " + merged.connections + " connections to this node, which is the most",
          RETRY_SECONDS);
    }
    merged.connections++;
  }

  /** A connection has ended that had joined; the rest as of {@link #changed}. */
  synchronized void left(String user, Session.Status before, Session.Status after) {
    users.get(user).connections--;
    changed(user, before, after);
    Merged merged = users.get(user);
    if (merged.connections == 0) {
      users.remove(merged.high(), merged.low());
    }
  }

  /**
   * The status of a user's sessions on one loop has changed; the user has a connection that joined.
   *
   * @param before what that loop said last, {@code null} if the user had none there
   * @param after {@code null} if the user has none there any more
   */
  synchronized void changed(String user, Session.Status before, Session.Status after) {
    if (before == after) {
      return;
    }
    Merged merged = users.get(user);
    if (before != null) {
      merged.count(before, -1);
    }
    if (after != null) {
      merged.count(after, 1);
    }
    changed.add(user);
  }

  private void flush() {
    List<UserPresence> news = new ArrayList<>();
    synchronized (this) {
      for (String user : changed) {
        Merged merged = users.get(user);
        news.add(new UserPresence(user, merged == null ? "offline" : merged.text()));
      }
      changed.clear();
    }
    if (!news.isEmpty()) {
      vertx.eventBus().send(address, new Changed(news));
    }
  }
}
