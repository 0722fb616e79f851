package chat.socket;

import chat.auth.AccessToken;
import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.DirectoryMessages.Memberships;
import chat.bus.DirectoryMessages.MembershipsOf;
import chat.bus.DirectoryMessages.SessionChannels;
import chat.bus.DirectoryMessages.UserSession;
import chat.delivery.Subscriber.Head;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.MemberChange;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import chat.socket.Deliveries.Joined;
import chat.store.Broadcasts.Broadcast;
import chat.store.Gathering;
import chat.store.ReadPositions.Read;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs sockets in: checks the token, asks for the user's channels (for many users together), has
 * them followed, and writes {@code ready} in the same turn in which the session begins to get
 * events. So every event after the heads in {@code ready} reaches it. Confined to its event loop.
 */
final class SignIns {
  private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
  private static final Duration DIRECTORY_WITHIN = Duration.ofSeconds(5);
  private static final int REQUESTS_AT_ONCE = 2;

  private final SocketLoop loop;
  private final SocketServices services;
  private final Deliveries deliveries;
  private final ChannelIndex index;
  private final Gathering<UserSession, SessionChannels> directory;
  private final ReadLookup reads;
  private final BroadcastLookup broadcasts;
  private final Map<Long, SignIn> following = new HashMap<>();
  private final Map<Session, SignIn> bySession = new HashMap<>();
  private final Map<String, Set<SignIn>> byUser = new HashMap<>();
  private long requests;

  private static final class SignIn {
    final Session session;
    final AccessToken identity;

    /** Changes of the user's memberships that were delivered meanwhile: in or out. */
    final Map<String, Boolean> meanwhile = new HashMap<>();

    /** By channel; nothing if it is not known. */
    Optional<Map<String, Read>> read = Optional.empty();

    /** By channel, as far as it is known. */
    Map<String, List<Broadcast>> broadcasts = Map.of();

    Map<String, ChannelMembers> held = Map.of();

    /** What its channels were asked for with; 0 before. */
    long request;

    SignIn(Session session, AccessToken identity) {
      this.session = session;
      this.identity = identity;
    }
  }

  SignIns(SocketLoop loop, SocketServices services, Deliveries deliveries, ReadLookup reads) {
    this.loop = loop;
    this.services = services;
    this.deliveries = deliveries;
    this.index = deliveries.index();
    this.reads = reads;
    this.broadcasts =
        new BroadcastLookup(
            loop.vertx().getOrCreateContext(), channels -> services.broadcasts().of(channels));
    this.directory =
        new Gathering<>(
            loop.vertx().getOrCreateContext(),
            MembershipsOf.MOST,
            REQUESTS_AT_ONCE,
            together ->
                Bus.request(
                        loop.vertx(),
                        Addresses.MEMBERSHIPS,
                        new MembershipsOf(together),
                        Memberships.class,
                        DIRECTORY_WITHIN)
                    .map(Memberships::sessions));
  }

  /** Signs the session in; on refusal it is told why and closed. */
  void begin(Session session, String token) {
    session.phase = Session.Phase.SIGNING_IN;
    services
        .tokens()
        .verify(token)
        .compose(identity -> directory(session, identity))
        .onFailure(failure -> refuse(session, failure));
  }

  private Future<Void> directory(Session session, AccessToken identity) {
    if (session.isClosed()) {
      return Future.succeededFuture();
    }
    if (!Ids.isExact(identity.user())
        || !Ids.isExact(identity.device())
        || !Ids.isExact(identity.session())) {
      return Future.failedFuture(
          new ProblemException(ProblemType.UNAUTHORIZED, "The access token names no session"));
    }
    SignIn signIn = new SignIn(session, identity);
    bySession.put(session, signIn);
    byUser.computeIfAbsent(identity.user(), u -> new HashSet<>(2)).add(signIn);
    Future<SessionChannels> channels =
        directory.ask(new UserSession(identity.user(), identity.session()));
    Future<Optional<Map<String, Read>>> read = reads.of(identity.user());
    return Future.all(channels, read)
        .compose(
            both -> {
              signIn.read = read.result();
              // Where positions can't be read, these can't either.
              return signIn.read.isEmpty()
                  ? Future.succeededFuture(Map.<String, List<Broadcast>>of())
                  : broadcasts.of(channels.result().channels());
            })
        .<Void>map(
            last -> {
              signIn.broadcasts = last;
              follow(signIn, channels.result());
              return null;
            })
        .onFailure(failure -> end(signIn));
  }

  private void follow(SignIn signIn, SessionChannels known) {
    if (!known.live()) {
      throw new ProblemException(ProblemType.UNAUTHORIZED, "The session has ended");
    }
    Set<String> channels = new HashSet<>(known.channels());
    channels.removeIf(channel -> !Ids.isExact(channel));
    follow(signIn, channels);
  }

  private void follow(SignIn signIn, Set<String> channels) {
    if (signIn.session.isClosed()) {
      end(signIn);
      return;
    }
    signIn.meanwhile.forEach(
        (channel, in) -> {
          if (in) {
            channels.add(channel);
          } else {
            channels.remove(channel);
          }
        });
    signIn.meanwhile.clear();
    signIn.held = index.hold(channels);
    signIn.request = ++requests;
    following.put(signIn.request, signIn);
    deliveries.follow(signIn.request, channels);
  }

  /** Members changed while sign-ins are under way: the lists that they work with are outdated. */
  void membersChanged(String channel, MemberChange change) {
    if (byUser.isEmpty()) {
      return;
    }
    change.removed().forEach(user -> note(user, channel, false));
    change.added().forEach(member -> note(member.user(), channel, true));
  }

  private void note(String user, String channel, boolean in) {
    byUser.getOrDefault(user, Set.of()).forEach(signIn -> signIn.meanwhile.put(channel, in));
  }

  /** The heads of a request's channels: the session can begin. */
  void following(long request, Map<String, Head> heads) {
    SignIn signIn = following.remove(request);
    if (signIn == null) {
      return;
    }
    if (signIn.session.isClosed()) {
      end(signIn);
      return;
    }
    if (signIn.meanwhile.containsValue(true)) {
      // The user was added to a channel after the list was made: follow that one too.
      Set<String> channels = new HashSet<>(signIn.held.keySet());
      release(signIn);
      follow(signIn, channels);
      return;
    }
    List<Joined> channels = new ArrayList<>(heads.size());
    heads.forEach(
        (channel, head) -> {
          if (!signIn.meanwhile.containsKey(channel)) {
            channels.add(new Joined(channel, signIn.held.get(channel), head));
          }
        });
    begin(signIn, channels);
  }

  private void begin(SignIn signIn, List<Joined> channels) {
    Session session = signIn.session;
    AccessToken identity = signIn.identity;
    session.identify(identity.user(), identity.device(), identity.session());
    try {
      loop.joined(session, channels);
    } catch (ProblemException e) {
      end(signIn);
      refuse(session, e);
      return;
    }
    end(signIn);
    List<ChannelHead> positions = new ArrayList<>(channels.size());
    channels.forEach(joined -> positions.add(position(signIn, joined.channel(), joined.head())));
    SocketLoop.send(
        session,
        new ServerFrame.Ready(
            identity.user(),
            identity.device(),
            identity.session(),
            services.clock().instant(),
            positions));
    if (signIn.read.isEmpty()) {
      reads.owe(session);
    }
  }

  private static ChannelHead position(SignIn signIn, String channel, Head head) {
    Optional<Read> read = signIn.read.map(all -> all.getOrDefault(channel, Read.NOTHING));
    return new ChannelHead(
        channel,
        head.seq(),
        head.n(),
        head.seq(),
        read.map(Read::n).orElse(null),
        read.map(Read::unreadFrom).filter(from -> from > 0).orElse(null),
        read.map(known -> mentions(signIn, channel, known)).orElse(0));
  }

  private static int mentions(SignIn signIn, String channel, Read read) {
    return BroadcastLookup.mentions(
        signIn.identity.user(), read, signIn.broadcasts.getOrDefault(channel, List.of()));
  }

  private void end(SignIn signIn) {
    bySession.remove(signIn.session);
    following.remove(signIn.request);
    byUser.computeIfPresent(
        signIn.identity.user(),
        (user, all) -> {
          all.remove(signIn);
          return all.isEmpty() ? null : all;
        });
    release(signIn);
  }

  private void release(SignIn signIn) {
    Map<String, ChannelMembers> held = signIn.held;
    signIn.held = Map.of();
    deliveries.unfollow(index.release(held.values()));
  }

  /** The session has ended: what its sign-in holds is freed. */
  void abandon(Session session) {
    SignIn signIn = bySession.get(session);
    if (signIn != null) {
      end(signIn);
    }
  }

  private void refuse(Session session, Throwable failure) {
    if (session.isClosed()) {
      return;
    }
    ProblemException problem = ProblemException.of(failure);
    if (problem.type() == ProblemType.INTERNAL) {
      LOG.error("sign-in failed", failure);
    }
    SocketLoop.send(session, ServerFrame.Nack.of(null, problem));
    session.connection.close(
        switch (problem.type()) {
          case UNAUTHORIZED -> CloseCode.SESSION_ENDED;
          case RATE_LIMITED -> CloseCode.TOO_MANY;
          default -> CloseCode.TRY_AGAIN_LATER;
        });
  }
}
