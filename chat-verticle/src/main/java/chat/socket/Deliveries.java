package chat.socket;

import chat.bus.News;
import chat.bus.SessionRevoked;
import chat.delivery.DeliveryMessages.Typing;
import chat.delivery.FeedEvent;
import chat.delivery.NodeFeeds;
import chat.delivery.Subscriber;
import chat.log.ReadLog;
import chat.protocol.MemberChange;
import chat.protocol.ServerFrame;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings what happens elsewhere to the signed-in sessions of one event loop: events to the members
 * of their channels, and what concerns a user to all of the user's sessions. A session that reads
 * too slowly is left out, and told so once it has room again. The {@link Subscriber} methods hop;
 * all else is confined to the loop.
 */
final class Deliveries implements Subscriber {
  private final Context context;
  private final NodeFeeds feeds;
  private final NumberedTable<Session> sessions;
  private final Deadlines slowReaders;
  private final ChannelIndex index = new ChannelIndex();
  private final UserSessions users = new UserSessions();
  private SignIns signIns;
  private Watches watches;
  private Runnable sendAway;

  /** The deliveries of the current context's event loop. */
  Deliveries(Vertx vertx, NodeFeeds feeds, NumberedTable<Session> sessions, Deadlines slowReaders) {
    this.context = vertx.getOrCreateContext();
    this.feeds = feeds;
    this.sessions = sessions;
    this.slowReaders = slowReaders;
  }

  /**
   * Begins to deliver.
   *
   * @param sendAway called, on any thread, when it can't be known any more who is in which channel
   */
  void start(SignIns signIns, Watches watches, Runnable sendAway) {
    this.signIns = signIns;
    this.watches = watches;
    this.sendAway = sendAway;
    feeds.subscribe(this);
  }

  ChannelIndex index() {
    return index;
  }

  /** A channel that a session gets the events of, which is held, and where it stands. */
  record Joined(String channel, ChannelMembers members, Head head) {}

  /** The session gets the events of its channels from now on, after these heads. */
  void begin(Session session, List<Joined> channels) {
    index.begin(session, channels.stream().map(Joined::members).toList());
    channels.forEach(joined -> joined.members().reached(joined.head().n()));
    users.add(session);
  }

  /** The session gets nothing any more. */
  void end(Session session) {
    unfollow(index.end(session));
    users.remove(session);
  }

  /** What others see of the user, by the sessions here. */
  Session.Status merged(Session session) {
    return NodePresence.merged(users.statuses(session));
  }

  /**
   * How many messages the channel has as far as is known here, or -1 if it is not the session's.
   */
  long messages(Session session, String channel) {
    ChannelMembers members = index.get(channel);
    return members != null && members.contains(session.number) ? members.messages : -1;
  }

  /** Has channels followed for the loop; {@link SignIns#following} hears of it. */
  void follow(long request, Set<String> channels) {
    feeds.follow(this, request, channels);
  }

  /** Nobody on the loop wants the channels any more. */
  void unfollow(Set<String> channels) {
    if (!channels.isEmpty()) {
      feeds.unfollow(this, channels);
    }
  }

  @Override
  public void following(long request, Map<String, Head> heads) {
    context.runOnContext(turn -> signIns.following(request, heads));
  }

  @Override
  public void deliver(List<FeedEvent> events) {
    context.runOnContext(turn -> OutgoingRun.of(events).forEach(this::deliver));
  }

  private void deliver(OutgoingRun run) {
    try (run) {
      ChannelMembers members = index.get(run.channel());
      FeedEvent last = run.last();
      if (members != null) {
        members.reached(last.n());
        members.forEach(number -> sendAll(sessions.get(number), run));
      }
      if (last.members() != null) {
        membersChanged(last, last.members(), run);
      }
    }
  }

  private void sendAll(Session session, OutgoingRun run) {
    if (takes(session)) {
      session.connection.sendAll(run);
    } else {
      fallBehind(session, run.channel());
    }
  }

  private void send(Session session, String channel, Outgoing frame) {
    if (takes(session)) {
      session.connection.send(frame);
    } else {
      fallBehind(session, channel);
    }
  }

  private static boolean takes(Session session) {
    return session.behind == null && !session.connection.isFull();
  }

  private void fallBehind(Session session, String channel) {
    if (session.behind == null) {
      session.behind = new HashSet<>(4);
      slowReaders.begin(session, System.nanoTime());
    }
    session.behind.add(channel);
  }

  /** The connection has room again: it is told what it missed. */
  void drained(Session session) {
    if (session.behind != null) {
      List<String> channels = List.copyOf(session.behind);
      session.behind = null;
      slowReaders.end(session);
      SocketLoop.send(session, new ServerFrame.Resync(channels));
    }
  }

  private void membersChanged(FeedEvent event, MemberChange change, OutgoingRun run) {
    signIns.membersChanged(event.channel(), change);
    for (String user : change.removed()) {
      for (Session session : users.of(user)) {
        unfollow(index.remove(event.channel(), session));
      }
      watches.parted(user, users.of(user), index.get(event.channel()));
    }
    for (MemberChange.Member member : change.added()) {
      for (Session session : users.of(member.user())) {
        boolean first = index.get(event.channel()) == null;
        if (index.add(event.channel(), session)) {
          if (first) {
            feeds.followFrom(this, event.channel(), event.seq());
          }
          index.get(event.channel()).reached(event.n());
          sendAll(session, run);
        }
      }
    }
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
      SocketLoop.send(session, new ServerFrame.Resync(List.of(channel)));
    } else {
      session.behind.add(channel);
    }
  }

  @Override
  public void membersLost() {
    sendAway.run();
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
  public void typing(Typing typing) {
    context.runOnContext(turn -> pass(typing));
  }

  private void pass(Typing typing) {
    ChannelMembers members = index.get(typing.channel());
    if (members == null) {
      return;
    }
    try (Outgoing frame = Outgoing.shared(typing.frame())) {
      members.forEach(
          number -> {
            Session session = sessions.get(number);
            // Who reads slowly has more important things to read.
            if (!session.user().equals(typing.user())
                && session.behind == null
                && !session.connection.isFull()) {
              session.connection.send(frame);
            }
          });
    }
  }

  @Override
  public void readsAdvanced(List<ReadLog.Position> positions) {
    context.runOnContext(turn -> positions.forEach(this::readAdvanced));
  }

  private void readAdvanced(ReadLog.Position position) {
    for (Session session : users.of(position.user())) {
      SocketLoop.send(
          session,
          new ServerFrame.ReadPosition(position.channel(), position.n(), position.unreadFrom()));
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
