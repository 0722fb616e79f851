package chat.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bus.ReadsAdvanced;
import chat.bus.SessionRevoked;
import chat.delivery.FeedEvent;
import chat.delivery.Subscriber;
import chat.log.ReadLog;
import chat.protocol.MemberChange;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All sockets of one event loop: who they are, which channels they belong to, and the events that
 * go to them. Everything but the {@link Subscriber} methods, which hop, is confined to the loop.
 */
public final class SocketLoop implements Subscriber {
  /** After a disturbance of the whole node, clients come back spread over this time. */
  private static final int RECONNECT_SPREAD_MILLIS = 5_000;

  private final Context context;
  private final SocketServices services;
  private final ChannelIndex index = new ChannelIndex();
  private final Map<String, List<Session>> users = new HashMap<>();
  private final Set<Session> open = new LinkedHashSet<>();
  private final SignIns signIns;
  private final AtomicInteger connections = new AtomicInteger();
  private final ReadMarks readMarks;

  /** The loop of the current context; follows events from now on. */
  public SocketLoop(Vertx vertx, SocketServices services) {
    this.context = vertx.getOrCreateContext();
    this.services = services;
    this.readMarks = new ReadMarks(services.reads());
    this.signIns = new SignIns(vertx, this, services, index);
    services.metrics().gauge("chat_connections", Tags.of("loop", loopName()), connections);
    services.feeds().subscribe(this);
    vertx.setPeriodic(1_000, timer -> readMarks.flush());
  }

  private static String loopName() {
    return Thread.currentThread().getName();
  }

  /** How many messages the channel has, as far as is known here. */
  long messages(String channel) {
    return index.messages(channel);
  }

  ReadMarks readMarks() {
    return readMarks;
  }

  SignIns signIns() {
    return signIns;
  }

  void opened(Session session) {
    open.add(session);
    connections.incrementAndGet();
  }

  /** The session is whole: from now on it gets events of its channels, after these heads. */
  void joined(Session session, Map<String, Head> channels) {
    session.ready = true;
    session.channels.addAll(channels.keySet());
    channels.forEach(
        (channel, head) -> {
          index.add(channel, session);
          index.reached(channel, head.n());
        });
    users.computeIfAbsent(session.user(), u -> new ArrayList<>(2)).add(session);
    tellPresence(session.user());
  }

  /** The socket has ended; frees everything that it held. Safe to repeat. */
  void closed(Session session) {
    if (session.closed) {
      return;
    }
    session.closed = true;
    open.remove(session);
    connections.decrementAndGet();
    if (session.ready) {
      unfollow(index.remove(session.channels, session));
      users.computeIfPresent(
          session.user(),
          (user, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
          });
      tellPresence(session.user());
    }
  }

  void unfollow(Set<String> channels) {
    if (!channels.isEmpty()) {
      services.feeds().unfollow(this, channels);
    }
  }

  void statusChanged(Session session) {
    tellPresence(session.user());
  }

  private void tellPresence(String user) {
    List<String> statuses =
        users.getOrDefault(user, List.of()).stream().map(session -> session.status).toList();
    services.presence().set(this, user, statuses);
  }

  @Override
  public void deliver(List<FeedEvent> events) {
    context.runOnContext(turn -> events.forEach(this::deliver));
  }

  private void deliver(FeedEvent event) {
    List<Session> sessions = index.sessions(event.channel());
    if (event.members() == null && sessions.isEmpty()) {
      return;
    }
    index.reached(event.channel(), event.n());
    String frame = new String(event.frame(), UTF_8);
    for (Session session : sessions) {
      send(session, event.channel(), frame);
    }
    if (event.members() != null) {
      membersChanged(event, event.members(), frame);
    }
  }

  private void send(Session session, String channel, String frame) {
    if (session.behind.isEmpty() && !session.connection.isFull()) {
      session.connection.send(frame);
    } else {
      session.behind.add(channel);
    }
  }

  /** The connection has room again: it is told what it missed. */
  void drained(Session session) {
    if (!session.behind.isEmpty()) {
      List<String> channels = List.copyOf(session.behind);
      session.behind.clear();
      send(session, new ServerFrame.Resync(channels));
    }
  }

  private void membersChanged(FeedEvent event, MemberChange change, String frame) {
    signIns.membersChanged(event.channel(), change);
    for (String user : change.removed()) {
      for (Session session : users.getOrDefault(user, List.of())) {
        if (session.channels.remove(event.channel())) {
          unfollow(index.remove(List.of(event.channel()), session));
        }
      }
    }
    for (MemberChange.Member member : change.added()) {
      for (Session session : users.getOrDefault(member.user(), List.of())) {
        if (session.channels.add(event.channel())) {
          if (index.add(event.channel(), session)) {
            services.feeds().followFrom(this, event.channel(), event.seq());
          }
          index.reached(event.channel(), event.n());
          send(session, event.channel(), frame);
        }
      }
    }
  }

  static void send(Session session, ServerFrame frame) {
    session.connection.send(new String(Wire.toJson(frame), UTF_8));
  }

  @Override
  public void following(long request, Map<String, Head> heads) {
    context.runOnContext(turn -> signIns.following(request, heads));
  }

  @Override
  public void lost(String channel) {
    context.runOnContext(
        turn -> {
          for (Session session : index.sessions(channel)) {
            if (session.behind.isEmpty()) {
              send(session, new ServerFrame.Resync(List.of(channel)));
            } else {
              session.behind.add(channel);
            }
          }
        });
  }

  @Override
  public void membersLost() {
    sendAway();
  }

  /**
   * Asks every client to come back later, each at another time, and closes the sockets. May be
   * called from any thread.
   */
  void sendAway() {
    context.runOnContext(turn -> sayGoodbye());
  }

  private void sayGoodbye() {
    for (Session session : List.copyOf(open)) {
      long after = ThreadLocalRandom.current().nextLong(RECONNECT_SPREAD_MILLIS);
      send(session, new ServerFrame.Bye(after));
      session.connection.close(CloseCode.GOING_AWAY);
    }
  }

  @Override
  public void revoked(SessionRevoked revoked) {
    context.runOnContext(
        turn -> {
          for (Session session : List.copyOf(users.getOrDefault(revoked.user(), List.of()))) {
            if (session.identity.session().equals(revoked.session())) {
              session.connection.close(CloseCode.SESSION_ENDED);
            }
          }
        });
  }

  @Override
  public void readsAdvanced(ReadsAdvanced reads) {
    context.runOnContext(
        turn -> {
          for (ReadLog.Position position : reads.positions()) {
            List<Session> sessions = users.get(position.user());
            if (sessions != null) {
              ServerFrame frame = new ServerFrame.ReadPosition(position.channel(), position.n());
              sessions.forEach(session -> send(session, frame));
            }
          }
        });
  }
}
