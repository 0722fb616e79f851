package chat.socket;

import chat.bus.News;
import chat.bus.ReadsAdvanced;
import chat.bus.SessionRevoked;
import chat.delivery.FeedEvent;
import chat.delivery.Subscriber;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.protocol.MemberChange;
import chat.protocol.ServerFrame;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All sockets of one event loop, whichever door they came through: who they are, which channels
 * they belong to, and the events that go to them. Everything but the {@link Subscriber} methods and
 * {@link #sendAway}, which hop, is confined to the loop.
 *
 * <p>A door calls {@link #open}, then {@link #received} for each message, {@link #drained} when a
 * full connection has room again, and {@link #closed} at the end, however it came about.
 */
public final class SocketLoop implements Subscriber {
  /**
   * After a disturbance of the whole node, clients come back spread over this time, and over less
   * where they are few: over a millisecond for each.
   */
  private static final int LONGEST_SPREAD_MILLIS = 5_000;

  private static final long TICK_MILLIS = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final SocketServices services;
  private final NumberedTable<Session> sessions = new NumberedTable<>();
  private final ChannelIndex index = new ChannelIndex();
  private final UserSessions users = new UserSessions();
  private final Deadlines signInDeadlines;
  private final Deadlines slowReaders;
  private final SignIns signIns;
  private final FrameHandler frames;
  private final AtomicInteger connections = new AtomicInteger();
  private final ReadMarks readMarks;
  private long nextTick;

  /** The loop of the current context; follows events from now on. */
  public SocketLoop(Vertx vertx, SocketServices services) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.services = services;
    this.signInDeadlines = new Deadlines(nanos(services.config().signInSeconds()));
    this.slowReaders = new Deadlines(nanos(services.config().slowReaderSeconds()));
    this.readMarks = new ReadMarks(services.reads());
    this.signIns = new SignIns(vertx, this, services, index);
    this.frames = new FrameHandler(this, services);
    services
        .metrics()
        .gauge("chat_connections", Tags.of("loop", Thread.currentThread().getName()), connections);
    services.feeds().subscribe(this);
    nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
  }

  private static long nanos(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private void tick() {
    readMarks.flush();
    long now = System.nanoTime();
    services.admission().late(now - nextTick);
    nextTick = now + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    signInDeadlines
        .over(now)
        .forEach(session -> session.connection.close(CloseCode.SIGN_IN_TIMEOUT));
    slowReaders.over(now).forEach(session -> session.connection.close(CloseCode.TOO_SLOW));
  }

  Vertx vertx() {
    return vertx;
  }

  ReadMarks readMarks() {
    return readMarks;
  }

  /**
   * Whether the client may open a connection; to be asked before an answer that lets it.
   *
   * @throws ProblemException {@code overloaded} or {@code rate-limited}
   */
  public void admit(HttpServerRequest request) {
    services.admission().check(services.addresses().of(request));
  }

  /**
   * A client has come; it must sign in within the configured time.
   *
   * @param request that it came with, among those of whose address it counts until it is {@link
   *     #closed}; {@code null} to count for none
   */
  public Session open(Connection connection, HttpServerRequest request) {
    long now = System.nanoTime();
    char place =
        services.admission().enter(request == null ? null : services.addresses().of(request));
    Session session = new Session(connection, sessions.nextNumber(), place, now);
    sessions.add(session);
    connections.incrementAndGet();
    signInDeadlines.begin(session, now);
    return session;
  }

  /** Signs the session in with a token that came beside its frames, such as in a header. */
  public void signIn(Session session, String token) {
    signIns.begin(session, token);
  }

  /** The client has sent a message, in JSON. */
  public void received(Session session, byte[] json) {
    if (!session.isClosed()) {
      frames.handle(session, json);
    }
  }

  /**
   * The client has sent something that is no frame, such as a message of its door's own protocol,
   * which counts against its rate all the same.
   *
   * @return whether it may be handled
   */
  public boolean charge(Session session) {
    return !session.isClosed() && frames.charge(session);
  }

  /** The connection has room again: it is told what it missed. */
  public void drained(Session session) {
    if (session.behind != null && !session.isClosed()) {
      List<String> channels = List.copyOf(session.behind);
      session.behind = null;
      slowReaders.end(session);
      send(session, new ServerFrame.Resync(channels));
    }
  }

  /** The connection has ended; frees everything that it held. Safe to repeat. */
  public void closed(Session session) {
    if (session.isClosed()) {
      return;
    }
    boolean wasReady = session.isReady();
    session.phase = Session.Phase.CLOSED;
    connections.decrementAndGet();
    services.admission().leave(session.place);
    signInDeadlines.end(session);
    slowReaders.end(session);
    signIns.abandon(session);
    if (wasReady) {
      unfollow(index.end(session));
      Session.Status before = merged(session);
      users.remove(session);
      services.presence().left(session.user(), before, merged(session));
    }
    sessions.remove(session.number);
  }

  /**
   * The session is whole: from now on it gets events of its channels, after these heads.
   *
   * @throws ProblemException {@code rate-limited} if its user has too many; it gets none then
   */
  void joined(Session session, Map<String, Head> channels) {
    services.presence().join(session.user(), services.config().connectionsPerUser());
    signInDeadlines.end(session);
    session.phase = Session.Phase.READY;
    index.begin(session, channels.keySet());
    channels.forEach((channel, head) -> reached(channel, head.n()));
    Session.Status before = merged(session);
    users.add(session);
    services.presence().changed(session.user(), before, merged(session));
    session.connection.signedIn();
  }

  private Session.Status merged(Session session) {
    return NodePresence.merged(users.statuses(session));
  }

  private void reached(String channel, long n) {
    ChannelMembers members = index.get(channel);
    if (members != null) {
      members.messages = Math.max(members.messages, n);
    }
  }

  /**
   * How many messages the channel has as far as is known here, or -1 if it is not the session's.
   */
  long messages(Session session, String channel) {
    ChannelMembers members = index.get(channel);
    return members != null && members.contains(session.number) ? members.messages : -1;
  }

  void unfollow(Set<String> channels) {
    if (!channels.isEmpty()) {
      services.feeds().unfollow(this, channels);
    }
  }

  void setStatus(Session session, Session.Status status) {
    Session.Status before = merged(session);
    session.status = status;
    services.presence().changed(session.user(), before, merged(session));
  }

  @Override
  public void deliver(List<FeedEvent> events) {
    context.runOnContext(turn -> events.forEach(this::deliver));
  }

  private void deliver(FeedEvent event) {
    ChannelMembers members = index.get(event.channel());
    if (event.members() == null && members == null) {
      return;
    }
    try (Outgoing frame = Outgoing.shared(event.frame())) {
      if (members != null) {
        members.messages = Math.max(members.messages, event.n());
        members.forEach(number -> send(sessions.get(number), event.channel(), frame));
      }
      if (event.members() != null) {
        membersChanged(event, event.members(), frame);
      }
    }
  }

  private void send(Session session, String channel, Outgoing frame) {
    if (session.behind == null && !session.connection.isFull()) {
      session.connection.send(frame);
    } else {
      fallBehind(session, channel);
    }
  }

  private void fallBehind(Session session, String channel) {
    if (session.behind == null) {
      session.behind = new HashSet<>(4);
      slowReaders.begin(session, System.nanoTime());
    }
    session.behind.add(channel);
  }

  private void membersChanged(FeedEvent event, MemberChange change, Outgoing frame) {
    signIns.membersChanged(event.channel(), change);
    for (String user : change.removed()) {
      for (Session session : users.of(user)) {
        unfollow(index.remove(event.channel(), session));
      }
    }
    for (MemberChange.Member member : change.added()) {
      for (Session session : users.of(member.user())) {
        boolean first = index.get(event.channel()) == null;
        if (index.add(event.channel(), session)) {
          if (first) {
            services.feeds().followFrom(this, event.channel(), event.seq());
          }
          reached(event.channel(), event.n());
          send(session, event.channel(), frame);
        }
      }
    }
  }

  static void send(Session session, ServerFrame frame) {
    session.connection.send(Outgoing.of(frame));
  }

  @Override
  public void following(long request, Map<String, Head> heads) {
    context.runOnContext(turn -> signIns.following(request, heads));
  }

  @Override
  public void lost(String channel) {
    context.runOnContext(
        turn -> {
          ChannelMembers members = index.get(channel);
          if (members != null) {
            members.forEach(number -> lost(sessions.get(number), channel));
          }
        });
  }

  private static void lost(Session session, String channel) {
    if (session.behind == null) {
      send(session, new ServerFrame.Resync(List.of(channel)));
    } else {
      session.behind.add(channel);
    }
  }

  @Override
  public void membersLost() {
    sendAway();
  }

  /**
   * Asks every client to come back later, each at another time, and closes the sockets. May be
   * called from any thread.
   */
  public void sendAway() {
    context.runOnContext(
        turn -> {
          int spread = Math.min(LONGEST_SPREAD_MILLIS, 1 + connections.get());
          sessions.forEach(session -> sayGoodbye(session, spread));
        });
  }

  /** How many sockets are open. May be called from any thread. */
  public int connectionCount() {
    return connections.get();
  }

  private static void sayGoodbye(Session session, int spreadMillis) {
    long after = ThreadLocalRandom.current().nextLong(spreadMillis);
    send(session, new ServerFrame.Bye(after));
    session.connection.close(CloseCode.GOING_AWAY);
  }

  @Override
  public void revoked(SessionRevoked revoked) {
    context.runOnContext(
        turn -> {
          for (Session session : users.of(revoked.user())) {
            if (session.belongsTo(revoked.session())) {
              session.connection.close(CloseCode.SESSION_ENDED);
            }
          }
        });
  }

  @Override
  public void readsAdvanced(ReadsAdvanced reads) {
    context.runOnContext(turn -> reads.positions().forEach(this::readAdvanced));
  }

  private void readAdvanced(ReadLog.Position position) {
    for (Session session : users.of(position.user())) {
      send(session, new ServerFrame.ReadPosition(position.channel(), position.n()));
    }
  }

  @Override
  public void news(News news) {
    context.runOnContext(turn -> tell(news));
  }

  private void tell(News news) {
    try (Outgoing frame = Outgoing.shared(news.frame())) {
      for (String user : news.users()) {
        users.of(user).forEach(session -> session.connection.send(frame));
      }
      ChannelMembers members = news.channel() == null ? null : index.get(news.channel());
      if (members != null) {
        // Who reads too slowly to take it is told to read the channel's team again.
        members.forEach(number -> send(sessions.get(number), news.channel(), frame));
      }
    }
  }
}
