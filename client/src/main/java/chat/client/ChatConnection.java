package chat.client;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import chat.protocol.ClientFrame;
import chat.protocol.EventKind;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live connection that stays: it reconnects with exponential back-off and full jitter, on top of
 * what a server asks for that refuses it (or exactly when the server's {@code bye} says), catches
 * up, and repeats unanswered sends.
 *
 * <p><b>Events.</b> The listener gets each event of a channel once, by {@code seq} ascending, from
 * where {@link Start} says. After an absence messages are complete; of membership changes only
 * those that came live are told, so read the members again after {@link ChatEvent.CaughtUp}.
 *
 * <p><b>Sends</b> succeed once the message is durable and has its place, then it is in the channel
 * exactly once. They fail with {@code outcome-unknown} after {@link ChatOptions#sendTimeout}: it
 * may be there. Sends under way at the same time can be refused for now one by one, and so change
 * places; who needs an order waits for each.
 *
 * <p><b>Threads.</b> Methods may be called from any thread; events come on one event loop, and
 * futures complete on it.
 */
public final class ChatConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ChatConnection.class);
  private static final int MAX_FRAME_BYTES = 4 << 20;

  /** A socket that lived this long was no failure: the next wait starts small again. */
  private static final long STABLE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Vertx vertx;
  private final Context context;
  private final URI server;
  private final ChatOptions options;
  private final Tokens tokens;
  private final ChatListener listener;
  private final WebSocketClient sockets;
  private final ServerClock clock;
  private final Backoff backoff;
  private final CatchUp catchUp;
  private final Outbox outbox;
  private final Map<String, Long> read = new HashMap<>();
  private final Map<String, Long> unreadFrom = new HashMap<>();
  private SocketLink link;
  private long readySince;
  private long ticker;
  private String user;
  private List<String> watched = List.of();
  private String status;
  private boolean ready;
  private boolean paused;
  private boolean closed;

  private ChatConnection(
      Vertx vertx,
      URI server,
      ChatOptions options,
      ChatSession session,
      Start start,
      ChatListener listener) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.server = server;
    this.options = options;
    this.tokens = session.tokens();
    this.listener = listener;
    SecureRandom random = new SecureRandom();
    this.clock = new ServerClock(Clock.systemUTC(), random);
    this.backoff = new Backoff(options.reconnectBase(), options.reconnectMax(), random);
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(MAX_FRAME_BYTES)
                .setMaxMessageSize(MAX_FRAME_BYTES)
                .setClosingTimeout(2));
    this.catchUp =
        new CatchUp(
            vertx,
            options,
            start,
            (channel, since) -> here(() -> session.changes(channel, since)),
            this::deliver,
            (channel, rev) -> tell(new ChatEvent.CaughtUp(channel, rev)));
    this.outbox =
        new Outbox(
            vertx,
            options,
            clock,
            new LostSends(
                (channel, parent, before, limit) ->
                    here(() -> pageBefore(session, channel, parent, before, limit))));
  }

  private static Future<List<Message>> pageBefore(
      ChatSession session, String channel, Long parent, long before, int limit) {
    if (parent != null) {
      return session.commentsBefore(channel, parent, before, limit);
    }
    return before == Long.MAX_VALUE
        ? session.history(channel, limit)
        : session.historyBefore(channel, before, limit);
  }

  static ChatConnection open(
      Vertx vertx,
      URI server,
      ChatOptions options,
      ChatSession session,
      Start start,
      ChatListener listener) {
    ChatConnection connection =
        new ChatConnection(vertx, server, options, session, start, listener);
    connection.context.runOnContext(run -> connection.begin());
    return connection;
  }

  private void begin() {
    ticker = vertx.setPeriodic(1_000, id -> outbox.tick());
    connect(null);
  }

  /** Sends a text without mentions. */
  public Future<Sent> send(String channel, String body) {
    return send(channel, body, List.of());
  }

  /**
   * Sends a message; waits for a connection if there is none.
   *
   * @param body at most {@link chat.protocol.Limits#BODY_CODE_UNITS} UTF-16 code units
   * @return its place; fails with the server's refusal, or {@code overloaded} if too many wait
   */
  public Future<Sent> send(String channel, String body, List<String> mentions) {
    return submit(channel, body, mentions, null, null, null);
  }

  /**
   * Sends a message with images; else like {@link #send(String, String, List)}.
   *
   * @param body may be empty
   * @param images from {@link Images#upload}, each for one message only
   */
  public Future<Sent> sendImages(
      String channel, String body, List<String> mentions, List<Attachment> images) {
    return submit(channel, body, mentions, null, null, List.copyOf(images));
  }

  /**
   * Sends a comment on the message {@code parent}; else like {@link #send(String, String, List)}.
   *
   * @param alsoInChannel whether it is shown in the channel as well; else its {@code n} is 0
   */
  public Future<Sent> comment(
      String channel, long parent, String body, List<String> mentions, boolean alsoInChannel) {
    return submit(channel, body, mentions, parent, alsoInChannel, null);
  }

  private Future<Sent> submit(
      String channel,
      String body,
      List<String> mentions,
      Long parent,
      Boolean alsoInChannel,
      List<Attachment> images) {
    ClientFrame.Send content =
        new ClientFrame.Send(
            null,
            channel,
            null,
            body,
            "none",
            List.copyOf(mentions),
            parent,
            alsoInChannel,
            images);
    return onContext(() -> closed ? Future.failedFuture(isClosed()) : outbox.submit(content));
  }

  /** Tells that I have read a channel up to {@code n}; lost if there is no connection. */
  public void markRead(String channel, long n) {
    context.runOnContext(
        run -> {
          if (ready) {
            link.send(new ClientFrame.Read(null, channel, n));
          }
        });
  }

  /**
   * Asks to be told who of these comes and goes, in place of all before, on this connection and
   * those that follow it.
   *
   * @param users at most {@link chat.protocol.Limits#WATCHED}
   */
  public void watch(List<String> users) {
    List<String> wanted = List.copyOf(users);
    context.runOnContext(
        run -> {
          watched = wanted;
          if (ready) {
            link.send(new ClientFrame.Watch(wanted));
          }
        });
  }

  /** Tells others what this device is from now on: {@code online}, {@code idle} or {@code dnd}. */
  public void setStatus(String wanted) {
    context.runOnContext(
        run -> {
          status = wanted;
          if (ready) {
            link.send(new ClientFrame.Status(wanted));
          }
        });
  }

  /** Tells the others that I am writing in a channel; lost if there is no connection. */
  public void typing(String channel) {
    context.runOnContext(
        run -> {
          if (ready) {
            link.send(new ClientFrame.Typing(channel, null));
          }
        });
  }

  /** Up to which {@code rev} each channel was delivered: for {@link Start#at} next time. */
  public Future<Map<String, Long>> positions() {
    return onContext(() -> Future.succeededFuture(catchUp.positions()));
  }

  /**
   * Stops reading from the socket: at most a page of events more is delivered until {@link
   * #resume()}. Answers to sends wait too.
   */
  public void pause() {
    context.runOnContext(
        run -> {
          paused = true;
          catchUp.pause();
          if (link != null) {
            link.pause();
          }
        });
  }

  /** Goes on reading. */
  public void resume() {
    context.runOnContext(
        run -> {
          paused = false;
          if (link != null) {
            link.resume();
          }
          catchUp.resume();
        });
  }

  /**
   * Drops the present socket with all that is under way on it, and connects again at once: after
   * the machine slept or changed networks.
   */
  public void reconnect() {
    context.runOnContext(
        run -> {
          if (link != null) {
            link.close("asked to reconnect");
          }
        });
  }

  /** Ends the connection; sends without an answer fail as {@code outcome-unknown}. */
  public Future<Void> close() {
    return onContext(
        () -> {
          shut(isClosed());
          return sockets.close();
        });
  }

  private static ProblemException isClosed() {
    return new ProblemException(
        ProblemType.OUTCOME_UNKNOWN, "The connection was closed before the server answered");
  }

  private void shut(ProblemException why) {
    if (closed) {
      return;
    }
    closed = true;
    vertx.cancelTimer(ticker);
    catchUp.stop();
    outbox.close(why);
    if (link != null) {
      link.close("closed");
    }
  }

  private void connect(String refusedToken) {
    if (closed) {
      return;
    }
    here(() -> refusedToken == null ? tokens.access() : tokens.replace(refusedToken))
        .onComplete(
            token -> {
              if (closed) {
                return;
              }
              if (token.succeeded()) {
                openLink(token.result());
              } else {
                noToken(ProblemException.of(token.cause()));
              }
            });
  }

  private void noToken(ProblemException problem) {
    switch (problem.type()) {
      case UNAUTHORIZED, FORBIDDEN, GONE, BAD_REQUEST -> {
        shut(problem);
        tell(new ChatEvent.SignedOut(problem.getMessage()));
      }
      default -> lost(SocketLink.End.refused(problem), null);
    }
  }

  private void openLink(String token) {
    link =
        SocketLink.open(
            vertx, sockets, server, token, options, this::received, end -> lost(end, token));
    if (paused) {
      link.pause();
    }
  }

  private void lost(SocketLink.End end, String token) {
    boolean stable = ready && System.nanoTime() - readySince > STABLE_NANOS;
    link = null;
    ready = false;
    outbox.disconnected();
    if (closed) {
      return;
    }
    if (stable) {
      backoff.reset();
    }
    long wait = end.waitMillis() + (end.exact() ? 0 : backoff.nextMillis());
    tell(new ChatEvent.Disconnected(end.reason(), Duration.ofMillis(wait)));
    vertx.setTimer(wait + 1, id -> connect(end.tokenRefused() ? token : null));
  }

  private void received(ServerFrame frame) {
    try {
      listener.onFrame(frame);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on a frame {}", frame.getClass().getSimpleName(), e);
    }
    switch (frame) {
      case ServerFrame.Ready signedIn -> ready(signedIn);
      case ServerFrame.Ack ack -> outbox.acked(ack);
      case ServerFrame.Nack nack -> outbox.nacked(nack);
      case ServerFrame.Event event -> catchUp.event(event);
      case ServerFrame.ReadPosition read -> readAdvanced(read);
      case ServerFrame.Typing typing ->
          tell(new ChatEvent.Typing(typing.channel(), typing.user(), typing.parent()));
      case ServerFrame.DraftChanged draft ->
          tell(new ChatEvent.DraftChanged(draft.channel(), draft.time()));
      case ServerFrame.ThreadChanged thread ->
          tell(
              new ChatEvent.ThreadChanged(
                  thread.channel(), thread.message(), thread.following(), thread.read()));
      case ServerFrame.TeamChanged team ->
          tell(new ChatEvent.TeamChanged(team.team(), team.change(), team.user()));
      case ServerFrame.SettingsChanged settings ->
          tell(new ChatEvent.SettingsChanged(settings.settings()));
      case ServerFrame.NotificationsChanged wanted ->
          tell(
              new ChatEvent.NotificationsChanged(wanted.channel(), wanted.level(), wanted.until()));
      case ServerFrame.Presence presence -> tell(ChatEvent.PresenceChanged.of(presence));
      case ServerFrame.Resync resync -> catchUp.resync(resync.channels());
      case ServerFrame.Bye bye -> {} // the link has ended with it
      case ServerFrame.Pong pong -> {} // that it came is all it says
    }
  }

  /** What was under way while the socket was signed in may come after something newer. */
  private void readAdvanced(ServerFrame.ReadPosition position) {
    String channel = position.channel();
    long known = read.getOrDefault(channel, 0L);
    if (position.n() > known
        || position.n() == known
            && !Objects.equals(position.unreadFrom(), unreadFrom.get(channel))) {
      read.put(channel, position.n());
      unreadFrom.put(channel, position.unreadFrom());
      tell(new ChatEvent.ReadAdvanced(channel, position.n(), position.unreadFrom()));
    }
  }

  private void ready(ServerFrame.Ready signedIn) {
    ready = true;
    readySince = System.nanoTime();
    user = signedIn.user();
    clock.told(signedIn.time());
    read.keySet().retainAll(signedIn.channels().stream().map(ChannelHead::id).toList());
    for (ChannelHead head : signedIn.channels()) {
      // Absent while the server cannot tell; a frame of its own follows.
      if (head.read() != null) {
        read.merge(head.id(), head.read(), Math::max);
      }
    }
    unreadFrom.clear();
    signedIn.channels().forEach(head -> unreadFrom.put(head.id(), head.unreadFrom()));
    tell(new ChatEvent.Connected(user, signedIn.time(), signedIn.channels()));
    for (String left : catchUp.ready(signedIn.channels())) {
      tell(new ChatEvent.ChannelLeft(left));
    }
    if (!watched.isEmpty()) {
      link.send(new ClientFrame.Watch(watched));
    }
    if (status != null) {
      link.send(new ClientFrame.Status(status));
    }
    outbox.connected(link);
  }

  private void deliver(ServerFrame.Event event) {
    if (event.message() != null) {
      tell(
          EventKind.MESSAGE.equals(event.kind())
              ? new ChatEvent.MessageReceived(event.message())
              : new ChatEvent.MessageChanged(event.message()));
    } else if (event.reaction() != null) {
      tell(
          new ChatEvent.Reacted(
              event.channel(),
              event.reaction().message(),
              event.reaction().emoji(),
              event.reaction().user(),
              EventKind.REACTED.equals(event.kind()),
              event.reaction().count(),
              event.time()));
    } else if (event.member() != null) {
      tell(
          new ChatEvent.MembersChanged(event.channel(), event.seq(), event.member(), event.time()));
      if (event.member().removed() != null && event.member().removed().contains(user)) {
        catchUp.forget(event.channel());
        tell(new ChatEvent.ChannelLeft(event.channel()));
      }
    } else if (event.change() != null) {
      tell(
          new ChatEvent.ChannelChanged(event.channel(), event.seq(), event.change(), event.time()));
    } else {
      tell(new ChatEvent.Unrecognized(event.channel(), event.seq(), event.kind()));
    }
  }

  private void tell(ChatEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on {}", event.getClass().getSimpleName(), e);
    }
  }

  /** Brings a result that may come on any thread back to this connection's event loop. */
  private <T> Future<T> here(Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    call.get().onComplete(result -> context.runOnContext(run -> promise.handle(result)));
    return promise.future();
  }

  private <T> Future<T> onContext(Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(run -> call.get().onComplete(promise));
    return promise.future();
  }
}
