package chat.socket;

import chat.bus.Bus;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Custom;
import chat.bus.PresenceMessages.CustomChanged;
import chat.bus.PresenceMessages.Look;
import chat.bus.PresenceMessages.Looked;
import chat.bus.PresenceMessages.Profile;
import chat.bus.PresenceMessages.Query;
import chat.bus.PresenceMessages.Statuses;
import chat.bus.PresenceMessages.Transitions;
import chat.bus.PresenceMessages.TransitionsLost;
import chat.bus.PresenceMessages.UserPresence;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.Presence;
import chat.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the connections of one event loop who of those that they watch comes and goes.
 *
 * <p>What is known of a user comes from the transitions of the cell. They are followed before the
 * user's status is asked for, and one that comes while the answer is on its way is newer than it:
 * so each user is marked with the turn of its last transition, and an answer to a question of an
 * earlier turn changes nothing of it. What the answer knew already may come again as a transition;
 * the last one is right.
 *
 * <p>Confined to its event loop.
 */
final class Watches {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final int ASKED_AT_ONCE = 1_000;
  private static final long RETRY_MILLIS = 1_000;

  /** Lists are looked up so often, that many at a time: a storm of clients must not become one. */
  private static final long LOOK_MILLIS = 100;

  private static final int LOOKS_AT_ONCE = 32;
  private static final String OFFLINE = "offline";

  private final Vertx vertx;
  private final WatchIndex index = new WatchIndex();
  private final NumberedTable<Session> sessions;

  /** The newest list of each session that was not looked up yet, in their order. */
  private final Map<Session, List<String>> due = new LinkedHashMap<>();

  /** Lists that could not be looked up and have no newer one; they are due again soon. */
  private final Map<Session, List<String>> failed = new HashMap<>();

  /** Sessions of which some may not see any more whom they watch. */
  private final Set<Session> doubtful = new LinkedHashSet<>();

  private final Set<Session> looking = new HashSet<>();
  private int turn;
  private boolean asking;

  /** Whether something was lost since the asking began. */
  private boolean outdated;

  /** Whether it will be asked for soon. */
  private boolean waiting;

  Watches(Vertx vertx, NumberedTable<Session> sessions, String address) {
    this.vertx = vertx;
    this.sessions = sessions;
    vertx.eventBus().localConsumer(address, message -> heard(message.body()));
    vertx.setPeriodic(LOOK_MILLIS, timer -> lookAtNext());
  }

  /** How many users are watched. */
  int size() {
    return index.size();
  }

  /**
   * The session wants to be told of these in place of all before.
   *
   * @throws ProblemException {@code bad-request}
   */
  void watch(Session session, List<String> users) {
    if (users == null || users.size() > Limits.WATCHED || !users.stream().allMatch(Ids::isId)) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST, "users must be at most " + Limits.WATCHED + " user ids");
    }
    failed.remove(session);
    due.put(session, users.stream().filter(Ids::isExact).distinct().toList());
  }

  /** The session has ended. */
  void closed(Session session) {
    due.remove(session);
    failed.remove(session);
    doubtful.remove(session);
    looking.remove(session);
    index.end(session);
  }

  /** The session may have missed something: tells it all. */
  void tellAgain(Session session) {
    if (session.watched.length > 0) {
      tell(session, Map.of(), Map.of());
    }
  }

  /**
   * The user has left a channel: they and those who stay in it may have no team in common any more.
   *
   * @param stay the channel's members on this loop, or {@code null} for none
   */
  void parted(String user, Iterable<Session> ofUser, ChannelMembers stay) {
    ofUser.forEach(this::doubt);
    WatchedUser watched = index.get(user);
    if (watched != null && stay != null) {
      watched.forEach(
          number -> {
            if (stay.contains(number)) {
              doubt(sessions.get(number));
            }
          });
    }
  }

  private void doubt(Session session) {
    if (session.watched.length > 0) {
      doubtful.add(session);
    }
  }

  private void lookAtNext() {
    Iterator<Map.Entry<Session, List<String>>> next = due.entrySet().iterator();
    while (next.hasNext() && looking.size() < LOOKS_AT_ONCE) {
      Map.Entry<Session, List<String>> each = next.next();
      if (!looking.contains(each.getKey())) {
        next.remove();
        look(each.getKey(), each.getValue())
            .onFailure(failure -> lookLater(each.getKey(), each.getValue()));
      }
    }
    Iterator<Session> doubted = doubtful.iterator();
    while (doubted.hasNext() && looking.size() < LOOKS_AT_ONCE) {
      Session session = doubted.next();
      if (!looking.contains(session)) {
        doubted.remove();
        List<String> watched = index.of(session).stream().map(WatchedUser::id).toList();
        look(session, watched).onFailure(failure -> doubtAgain(session));
      }
    }
  }

  private void doubtAgain(Session session) {
    if (!session.isClosed()) {
      doubt(session);
    }
  }

  private Future<Void> look(Session session, List<String> users) {
    if (users.isEmpty()) {
      index.end(session);
      tell(session, Map.of(), Map.of());
      return Future.succeededFuture();
    }
    looking.add(session);
    return Bus.request(
            vertx, PresenceMessages.LOOK, new Look(session.user(), users), Looked.class, WITHIN)
        .compose(looked -> show(session, users, looked.users()))
        .onComplete(done -> looking.remove(session));
  }

  private void lookLater(Session session, List<String> users) {
    if (session.isClosed() || due.containsKey(session)) {
      return;
    }
    failed.put(session, users);
    vertx.setTimer(
        RETRY_MILLIS,
        timer -> {
          if (failed.remove(session, users)) {
            due.put(session, users);
          }
        });
  }

  /** The session sees these from now on; says how they are, as soon as that is known. */
  private Future<Void> show(Session session, List<String> asked, List<Profile> profiles) {
    if (session.isClosed()) {
      return Future.succeededFuture();
    }
    hide(session, asked, profiles);
    index.set(session, profiles.stream().map(Profile::user).toList());
    List<String> unknown =
        index.of(session).stream()
            .filter(user -> user.status == null)
            .map(WatchedUser::id)
            .toList();
    return ask(unknown)
        .onSuccess(answer -> tellWatchers(take(answer), session))
        // What is not known now will be told once it is.
        .onFailure(failure -> askLater())
        .otherwiseEmpty()
        .map(
            done -> {
              if (!session.isClosed()) {
                tell(session, customs(profiles), lastSeen(profiles));
              }
              return null;
            });
  }

  /** Whom the session saw, wants to see, and may not see any more, is gone to it. */
  private void hide(Session session, List<String> asked, List<Profile> profiles) {
    Set<String> hidden = new HashSet<>();
    index.of(session).forEach(user -> hidden.add(user.id()));
    hidden.retainAll(asked);
    profiles.forEach(profile -> hidden.remove(profile.user()));
    if (!hidden.isEmpty()) {
      Map<String, String> statuses = new HashMap<>();
      hidden.forEach(user -> statuses.put(user, OFFLINE));
      SocketLoop.send(session, new Presence(statuses, null, null));
    }
  }

  private static Map<String, ServerFrame.Custom> customs(List<Profile> profiles) {
    Map<String, ServerFrame.Custom> customs = new HashMap<>();
    for (Profile profile : profiles) {
      if (profile.custom() != null) {
        customs.put(profile.user(), frame(profile.custom()));
      }
    }
    return customs;
  }

  private static ServerFrame.Custom frame(Custom custom) {
    return new ServerFrame.Custom(
        custom.text(),
        custom.emoji(),
        custom.until() == null ? null : Instant.ofEpochMilli(custom.until()));
  }

  private Map<String, Instant> lastSeen(List<Profile> profiles) {
    Map<String, Instant> lastSeen = new HashMap<>();
    for (Profile profile : profiles) {
      WatchedUser user = index.get(profile.user());
      if (profile.lastSeen() != null && user != null && OFFLINE.equals(user.status)) {
        lastSeen.put(profile.user(), Instant.ofEpochMilli(profile.lastSeen()));
      }
    }
    return lastSeen;
  }

  private void tell(
      Session session, Map<String, ServerFrame.Custom> customs, Map<String, Instant> lastSeen) {
    Map<String, String> statuses = new HashMap<>();
    for (WatchedUser user : index.of(session)) {
      if (user.status != null) {
        statuses.put(user.id(), user.status);
      }
    }
    SocketLoop.send(session, new Presence(statuses, orNull(customs), orNull(lastSeen)));
  }

  private static <V> Map<String, V> orNull(Map<String, V> map) {
    return map.isEmpty() ? null : map;
  }

  /** An answer, and the turn in which it was asked for. */
  private record Answered(int turn, Map<String, String> statuses) {}

  private Future<Answered> ask(List<String> users) {
    int asked = turn;
    if (users.isEmpty()) {
      return Future.succeededFuture(new Answered(asked, Map.of()));
    }
    return Bus.request(vertx, PresenceMessages.QUERY, new Query(users), Statuses.class, WITHIN)
        .map(answer -> new Answered(asked, answer.users()));
  }

  /** Takes over what was asked for; returns whom it says something new of. */
  private List<WatchedUser> take(Answered answer) {
    List<WatchedUser> changed = new ArrayList<>();
    answer
        .statuses()
        .forEach(
            (id, status) -> {
              WatchedUser user = index.get(id);
              if (user != null && user.touched <= answer.turn() && set(user, status)) {
                changed.add(user);
              }
            });
    return changed;
  }

  private static boolean set(WatchedUser user, String status) {
    if (status.equals(user.status)) {
      return false;
    }
    user.status = status;
    return true;
  }

  private void heard(Object news) {
    switch (news) {
      case Transitions some -> transitions(some.users());
      case TransitionsLost lost -> askAnew();
      case CustomChanged change -> custom(change);
      default -> throw new IllegalArgumentException(news.toString());
    }
  }

  private void transitions(List<UserPresence> transitions) {
    turn++;
    // Each once, as it was before: who comes and goes at once has not changed.
    Map<WatchedUser, String> before = new LinkedHashMap<>();
    for (UserPresence transition : transitions) {
      WatchedUser user = index.get(transition.user());
      if (user != null) {
        before.putIfAbsent(user, String.valueOf(user.status));
        user.touched = turn;
        user.status = transition.status();
      }
    }
    before.entrySet().removeIf(each -> each.getValue().equals(each.getKey().status));
    tellWatchers(before.keySet(), null);
  }

  /** All watched users, some at a time; until there is an answer that is newer than the call. */
  private void askAnew() {
    if (asking) {
      outdated = true;
      return;
    }
    asking = true;
    outdated = false;
    List<String> all = new ArrayList<>(index.size());
    index.forEach(user -> all.add(user.id()));
    askAnew(all, 0)
        .onComplete(
            done -> {
              asking = false;
              if (done.failed() || outdated) {
                askLater();
              }
            });
  }

  private void askLater() {
    if (!waiting) {
      waiting = true;
      vertx.setTimer(
          RETRY_MILLIS,
          timer -> {
            waiting = false;
            askAnew();
          });
    }
  }

  private Future<Void> askAnew(List<String> all, int from) {
    if (from >= all.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(from + ASKED_AT_ONCE, all.size());
    return ask(all.subList(from, to))
        .compose(
            answer -> {
              tellWatchers(take(answer), null);
              return askAnew(all, to);
            });
  }

  private void custom(CustomChanged change) {
    WatchedUser user = index.get(change.user());
    if (user == null || user.status == null) {
      return;
    }
    ServerFrame.Custom custom =
        change.custom() == null ? new ServerFrame.Custom("", null, null) : frame(change.custom());
    Presence frame = new Presence(Map.of(user.id(), user.status), Map.of(user.id(), custom), null);
    try (Outgoing outgoing = Outgoing.shared(Wire.toJson(frame))) {
      user.forEach(number -> send(number, outgoing));
    }
  }

  /**
   * Each watcher gets one frame; those that watch the same of them get the same one.
   *
   * @param except who is told anyway, or {@code null}
   */
  private void tellWatchers(Iterable<WatchedUser> changed, Session except) {
    Map<Integer, List<WatchedUser>> news = new HashMap<>();
    for (WatchedUser user : changed) {
      user.forEach(number -> news.computeIfAbsent(number, n -> new ArrayList<>(2)).add(user));
    }
    if (except != null) {
      news.remove(except.number);
    }
    Map<List<WatchedUser>, List<Integer>> alike = new HashMap<>();
    news.forEach(
        (number, users) -> alike.computeIfAbsent(users, u -> new ArrayList<>(2)).add(number));
    alike.forEach(
        (users, numbers) -> {
          Map<String, String> statuses = new HashMap<>();
          users.forEach(user -> statuses.put(user.id(), user.status));
          try (Outgoing frame = Outgoing.shared(Wire.toJson(new Presence(statuses, null, null)))) {
            numbers.forEach(number -> send(number, frame));
          }
        });
  }

  /** A full connection is told everything once it has room again. */
  private void send(int number, Outgoing frame) {
    Session session = sessions.get(number);
    if (session.behind == null && !session.connection.isFull()) {
      session.connection.send(frame);
    } else {
      session.missedPresence = true;
    }
  }
}
