package chat.socket;

import chat.problem.ProblemException;
import chat.protocol.ServerFrame;
import chat.socket.Deliveries.Joined;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All sockets of one event loop, whichever door they came through: who they are, from their opening
 * to their end. What goes to them from elsewhere is the matter of {@link Deliveries}. Everything
 * but {@link #sendAway}, which hops, is confined to the loop.
 *
 * <p>A door calls {@link #open}, then {@link #received} for each message, {@link #drained} when a
 * full connection has room again, and {@link #closed} at the end, however it came about.
 */
public final class SocketLoop {
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
  private final Deadlines signInDeadlines;
  private final Deadlines slowReaders;
  private final Deliveries deliveries;
  private final SignIns signIns;
  private final FrameHandler frames;
  private final AtomicInteger connections = new AtomicInteger();
  private final ReadMarks readMarks;
  private final ReadLookup reads;
  private final Watches watches;
  private long nextTick;

  /** The loop of the current context; follows events from now on. */
  public SocketLoop(Vertx vertx, SocketServices services) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.services = services;
    this.signInDeadlines = new Deadlines(nanos(services.config().signInSeconds()));
    this.slowReaders = new Deadlines(nanos(services.config().slowReaderSeconds()));
    this.readMarks = new ReadMarks(services.reads());
    this.deliveries = new Deliveries(vertx, services.feeds(), sessions, slowReaders);
    this.reads =
        new ReadLookup(context, users -> services.positions().of(users), deliveries.index());
    this.signIns = new SignIns(this, services, deliveries, reads);
    this.watches = new Watches(vertx, sessions, services.presence().transitions());
    this.frames = new FrameHandler(this, services);
    services
        .metrics()
        .gauge("chat_connections", Tags.of("loop", Thread.currentThread().getName()), connections);
    services
        .metrics()
        .gauge(
            "chat_presence_watched",
            Tags.of("loop", Thread.currentThread().getName()),
            watches,
            Watches::size);
    deliveries.start(signIns, watches, this::sendAway);
    nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
  }

  private static long nanos(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private void tick() {
    readMarks.flush();
    reads.tick();
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

  Watches watches() {
    return watches;
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
    if (session.isClosed()) {
      return;
    }
    if (session.missedPresence) {
      session.missedPresence = false;
      watches.tellAgain(session);
    }
    deliveries.drained(session);
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
      Session.Status before = deliveries.merged(session);
      deliveries.end(session);
      reads.forget(session);
      watches.closed(session);
      services.presence().left(session.user(), before, deliveries.merged(session));
    }
    sessions.remove(session.number);
  }

  /**
   * The session is whole: from now on it gets events of its channels, after these heads.
   *
   * @throws ProblemException {@code rate-limited} if its user has too many; it gets none then
   */
  void joined(Session session, List<Joined> channels) {
    services.presence().join(session.user(), services.config().connectionsPerUser());
    signInDeadlines.end(session);
    session.phase = Session.Phase.READY;
    Session.Status before = deliveries.merged(session);
    deliveries.begin(session, channels);
    services.presence().changed(session.user(), before, deliveries.merged(session));
    session.connection.signedIn();
  }

  /**
   * How many messages the channel has as far as is known here, or -1 if it is not the session's.
   */
  long messages(Session session, String channel) {
    return deliveries.messages(session, channel);
  }

  void setStatus(Session session, Session.Status status) {
    Session.Status before = deliveries.merged(session);
    session.status = status;
    services.presence().changed(session.user(), before, deliveries.merged(session));
  }

  static void send(Session session, ServerFrame frame) {
    session.connection.send(Outgoing.of(frame));
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
}
