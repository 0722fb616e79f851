package chat.push;

import chat.bus.Bus;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Query;
import chat.bus.PresenceMessages.Statuses;
import chat.bus.PushMessages.Listener;
import chat.log.ReadLog.Position;
import chat.push.DecidedPosts.Place;
import chat.push.Followers.Interest;
import chat.push.Followers.Interests;
import chat.push.Followers.Thread;
import chat.push.Notification.NewMessages;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who is told of what: some time after a message was sent, by what its owner made of it and
 * who has read it by then. All messages of a channel that are due together become one notification
 * a device. What can't be decided for now (a store or a role is away) is tried again, for as long
 * as it takes.
 *
 * <p>Confined to its verticle's context.
 */
final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final long TICK_MILLIS = 50;
  private static final long RETRY_MILLIS = 500;

  /** The first look at a message that is not stored yet comes so soon after the last. */
  private static final long UNDECIDED_MILLIS = 200;

  private static final int TAKEN_AT_ONCE = 2_000;
  private static final int CHANNELS_AT_ONCE = 32;

  /** Of a larger channel somebody has a device, as a rule. */
  private static final int MOST_DEVICELESS = 1_000;

  private static final int PRESENCE_AT_ONCE = 1_000;
  private static final Duration PRESENCE_WITHIN = Duration.ofSeconds(2);
  private static final String DND = "dnd";

  private final Vertx vertx;
  private final Audiences audiences;
  private final Subscriptions subscriptions;
  private final DecidedPosts decided;
  private final Reads reads;
  private final Followers followers;
  private final Told told;
  private final SharedTold sharedTold;
  private final Predicate<String> ours;
  private final Deviceless deviceless;
  private final Dispatcher dispatcher;
  private final long delayMillis;
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::time).thenComparingLong(Due::offset));

  /** Channels whose messages are being decided about: one after the other, or they overtake. */
  private final Set<String> deciding = new HashSet<>();

  /** What became due in those channels meanwhile. */
  private final Map<String, List<LoggedPost>> held = new HashMap<>();

  /** What is about to be told, while Redis is asked for the badges. */
  private final Map<Addressee, Telling> asking = new HashMap<>();

  /** Whether the next turn works. */
  private boolean working;

  private record Addressee(String user, Told.Place place) {}

  private record Due(LoggedPost post, long time) {
    long offset() {
      return post.offset();
    }
  }

  /** A member who is to be told, and of what. */
  private static final class Candidate {
    final List<Subscription> devices;

    /** How far they have read the channel. */
    final long read;

    /** By the message that they comment on; 0 for those that stand in the channel. */
    final Map<Long, List<LoggedPost>> posts = new HashMap<>(2);

    Candidate(List<Subscription> devices, long read) {
      this.devices = devices;
      this.read = read;
    }

    void add(LoggedPost post) {
      long parent = post.isOnlyComment() ? post.parent() : 0;
      posts.computeIfAbsent(parent, p -> new ArrayList<>(1)).add(post);
    }
  }

  /**
   * A teller.
   *
   * @param ours whether it is this node that pushes what is new in a channel
   */
  Teller(
      Vertx vertx,
      Audiences audiences,
      Subscriptions subscriptions,
      DecidedPosts decided,
      Reads reads,
      Followers followers,
      Told told,
      SharedTold sharedTold,
      Predicate<String> ours,
      Deviceless deviceless,
      Dispatcher dispatcher,
      long delayMillis,
      MeterRegistry metrics) {
    this.vertx = vertx;
    this.audiences = audiences;
    this.subscriptions = subscriptions;
    this.decided = decided;
    this.reads = reads;
    this.followers = followers;
    this.told = told;
    this.sharedTold = sharedTold;
    this.ours = ours;
    this.deviceless = deviceless;
    this.dispatcher = dispatcher;
    this.delayMillis = delayMillis;
    metrics.gauge("chat_push_messages_waiting", queue, Collection::size);
    vertx.setPeriodic(TICK_MILLIS, timer -> work());
  }

  /** Messages that were read from the log. */
  void posted(List<LoggedPost> posts) {
    // By our own clock: that of the log may be another one.
    again(posts, delayMillis);
  }

  /** Somebody has read: what was not told yet is not told, and what was is taken back. */
  void read(Position position) {
    reads.advance(position);
    String user = position.user();
    Told.Place place = new Told.Place(position.channel(), position.parent());
    long order = Math.max(position.n(), position.comment());
    boolean toldHere = told.read(user, place, order);
    asking.computeIfPresent(
        new Addressee(user, place), (who, telling) -> telling.order() <= order ? null : telling);
    // What another node told, or this one before it was started anew, is taken back by the one
    // that pushes for the channel now: every node hears of every reading.
    if (toldHere || ours.test(position.channel()) && !deviceless.covers(position.channel())) {
      sharedTold
          .read(user, place, order)
          .otherwise(away -> new SharedTold.Reading(false, told.count(user)))
          .onSuccess(
              reading -> {
                if (toldHere || reading.taken()) {
                  takeBack(position, reading.channels());
                }
              });
    }
  }

  private void takeBack(Position position, int badge) {
    Notification.Clear clear =
        new Notification.Clear(
            Notification.VERSION,
            position.channel(),
            position.n(),
            position.parent(),
            position.comment(),
            badge);
    subscriptions
        .of(List.of(position.user()))
        .onSuccess(
            found ->
                found
                    .getOrDefault(position.user(), List.of())
                    .forEach(device -> dispatcher.offer(device, clear, 0, () -> {})))
        .onFailure(failure -> LOG.debug("a notification stays: {}", failure.toString()));
  }

  private void work() {
    long now = System.currentTimeMillis();
    Map<String, List<LoggedPost>> byChannel = new LinkedHashMap<>();
    for (int taken = 0;
        taken < TAKEN_AT_ONCE
            && !queue.isEmpty()
            && queue.peek().time() <= now
            && deciding.size() + byChannel.size() < CHANNELS_AT_ONCE;
        taken++) {
      LoggedPost post = queue.poll().post();
      if (!post.assignment().isEnded()) {
        Map<String, List<LoggedPost>> place = deciding.contains(post.channel()) ? held : byChannel;
        place.computeIfAbsent(post.channel(), c -> new ArrayList<>()).add(post);
      }
    }
    deciding.addAll(byChannel.keySet());
    byChannel.forEach(
        (channel, posts) ->
            decide(channel, posts)
                .onFailure(
                    failure -> {
                      LOG.warn("push waits: {}", failure.toString());
                      again(posts, RETRY_MILLIS);
                    })
                .onComplete(done -> goOn(channel)));
  }

  private void goOn(String channel) {
    boolean full = deciding.size() >= CHANNELS_AT_ONCE;
    deciding.remove(channel);
    List<LoggedPost> next = held.remove(channel);
    if (next != null) {
      again(next, 0);
    }
    if (full && !queue.isEmpty()) {
      workSoon();
    }
  }

  /** In a turn of its own: what is decided from memory alone would go on ever deeper. */
  private void workSoon() {
    if (!working) {
      working = true;
      vertx.runOnContext(
          turn -> {
            working = false;
            work();
          });
    }
  }

  private void again(Collection<LoggedPost> posts, long inMillis) {
    long time = System.currentTimeMillis() + inMillis;
    posts.forEach(post -> queue.add(new Due(post, time)));
  }

  private static void close(Collection<LoggedPost> posts) {
    posts.forEach(post -> post.assignment().close(post.offset()));
  }

  private Future<Void> decide(String channel, List<LoggedPost> posts) {
    long asked = deviceless.version();
    return audiences
        .of(channel)
        .compose(
            members -> {
              // Of comments at first all who might follow them.
              Map<String, Listener> listeners = new HashMap<>();
              for (Listener member : members) {
                if (posts.stream().anyMatch(post -> wants(member, post, post.parent() != 0))) {
                  listeners.put(member.user(), member);
                }
              }
              return subscriptions
                  .of(listeners.keySet())
                  .compose(
                      devices ->
                          devices.isEmpty()
                              ? tellNobody(channel, posts, members, asked)
                              : decide(channel, posts, listeners, devices));
            });
  }

  /** Nobody who wants to be told has a device; perhaps nobody in the channel has. */
  private Future<Void> tellNobody(
      String channel, List<LoggedPost> posts, List<Listener> members, long asked) {
    close(posts);
    if (members.size() <= MOST_DEVICELESS) {
      subscriptions
          .of(members.stream().map(Listener::user).toList())
          .onSuccess(
              devices -> {
                if (devices.isEmpty()) {
                  deviceless.add(channel, asked);
                }
              })
          .onFailure(failure -> LOG.debug("devices are not known: {}", failure.toString()));
    }
    return Future.succeededFuture();
  }

  private static boolean wants(Listener member, LoggedPost post, boolean follows) {
    return !post.sender().equals(member.user()) && Rules.wants(member, post, follows);
  }

  private Future<Void> decide(
      String channel,
      List<LoggedPost> posts,
      Map<String, Listener> listeners,
      Map<String, List<Subscription>> devices) {
    long from = posts.stream().mapToLong(LoggedPost::offset).min().orElseThrow();
    // The checkpoint before the messages: what it has passed by then is stored by now, or never.
    return decided
        .checkpoint(posts.getFirst().assignment().partition())
        .compose(
            passed ->
                decided
                    .of(channel, from, posts.size())
                    .compose(
                        places ->
                            tell(channel, posts, places, listeners, devices)
                                .onSuccess(told -> postpone(posts, places, passed))));
  }

  /** Those that are not stored: not yet, or never. */
  private void postpone(List<LoggedPost> posts, Map<Long, Place> places, long passed) {
    List<LoggedPost> early = new ArrayList<>();
    for (LoggedPost post : posts) {
      if (!places.containsKey(post.offset())) {
        if (post.offset() < passed) {
          post.assignment().close(post.offset());
        } else {
          early.add(post);
        }
      }
    }
    again(early, UNDECIDED_MILLIS);
  }

  private Future<Void> tell(
      String channel,
      List<LoggedPost> posts,
      Map<Long, Place> places,
      Map<String, Listener> listeners,
      Map<String, List<Subscription>> devices) {
    List<LoggedPost> stored =
        posts.stream().filter(post -> places.containsKey(post.offset())).toList();
    if (stored.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<Thread> threads =
        stored.stream()
            .filter(post -> post.parent() != 0)
            .map(LoggedPost::thread)
            .collect(Collectors.toSet());
    return Future.all(reads.of(channel, devices.keySet()), followers.of(threads, devices.keySet()))
        .compose(
            both -> {
              Map<String, Long> read = both.resultAt(0);
              Interests interests = both.resultAt(1);
              Map<String, Candidate> candidates = new HashMap<>();
              devices.forEach(
                  (user, own) -> {
                    Candidate candidate = new Candidate(own, read.getOrDefault(user, 0L));
                    stored.stream()
                        .filter(
                            post ->
                                isNews(
                                    listeners.get(user),
                                    post,
                                    places.get(post.offset()),
                                    candidate.read,
                                    interests))
                        .forEach(candidate::add);
                    if (!candidate.posts.isEmpty()) {
                      candidates.put(user, candidate);
                    }
                  });
              return undisturbed(candidates.keySet())
                  .compose(
                      disturbable -> {
                        candidates.keySet().retainAll(disturbable);
                        return offer(channel, stored, places, candidates);
                      });
            });
  }

  private static boolean isNews(
      Listener member, LoggedPost post, Place place, long read, Interests interests) {
    Interest interest =
        post.parent() == 0 ? Interest.NONE : interests.of(member.user(), post.thread());
    boolean unread = post.isOnlyComment() ? place.seq() > interest.read() : place.n() > read;
    return unread && !place.deleted() && wants(member, post, interest.follows());
  }

  /** Those who do not say that they are not to be disturbed, as far as that is known. */
  private Future<Set<String>> undisturbed(Collection<String> users) {
    Set<String> all = new HashSet<>(users);
    List<String> list = List.copyOf(all);
    List<Future<?>> asked = new ArrayList<>();
    for (int from = 0; from < list.size(); from += PRESENCE_AT_ONCE) {
      List<String> some = list.subList(from, Math.min(from + PRESENCE_AT_ONCE, list.size()));
      asked.add(
          Bus.request(
                  vertx, PresenceMessages.QUERY, new Query(some), Statuses.class, PRESENCE_WITHIN)
              .onSuccess(
                  answer ->
                      answer
                          .users()
                          .forEach(
                              (user, status) -> {
                                if (status.equals(DND)) {
                                  all.remove(user);
                                }
                              })));
    }
    return Future.join(asked).transform(done -> Future.succeededFuture(all));
  }

  private Future<Void> offer(
      String channel,
      List<LoggedPost> stored,
      Map<Long, Place> places,
      Map<String, Candidate> candidates) {
    // A message is dealt with once everybody's notification of it is.
    Handovers handovers = new Handovers(stored);
    Map<Long, List<Telling>> byParent = new HashMap<>(2);
    candidates.forEach(
        (user, candidate) ->
            candidate.posts.forEach(
                (parent, posts) -> {
                  Place newest =
                      posts.stream()
                          .map(post -> places.get(post.offset()))
                          .max(Comparator.comparingLong(Place::seq))
                          .orElseThrow();
                  Telling telling = new Telling(user, candidate, parent, posts, newest);
                  Told.Place about = new Told.Place(channel, parent);
                  // Otherwise it was put off, and they have been told of a newer one.
                  if (telling.order() > told.of(user, about)) {
                    told.tell(user, about, telling.order());
                    byParent.computeIfAbsent(parent, p -> new ArrayList<>()).add(telling);
                  }
                }));
    List<Future<?>> offered = new ArrayList<>();
    byParent.forEach(
        (parent, tellings) ->
            offered.add(offer(new Told.Place(channel, parent), tellings, handovers)));
    return Future.join(offered).onComplete(done -> handovers.allOffered()).mapEmpty();
  }

  private Future<Void> offer(Told.Place about, List<Telling> tellings, Handovers handovers) {
    tellings.forEach(telling -> asking.put(new Addressee(telling.user(), about), telling));
    return sharedTold
        .tell(
            about,
            tellings.stream()
                .map(telling -> new SharedTold.Entry(telling.user(), telling.order()))
                .toList())
        .otherwise(away -> tellings.stream().map(each -> told.count(each.user())).toList())
        .map(
            badges -> {
              for (int i = 0; i < tellings.size(); i++) {
                Telling telling = tellings.get(i);
                // Otherwise they have read it meanwhile.
                if (asking.remove(new Addressee(telling.user(), about)) != null) {
                  offer(telling, telling.notification(about.channel(), badges.get(i)), handovers);
                }
              }
              return null;
            });
  }

  private void offer(Telling telling, Notification notification, Handovers handovers) {
    long first = telling.posts().stream().mapToLong(LoggedPost::time).min().orElseThrow();
    for (Subscription device : telling.candidate().devices) {
      dispatcher.offer(device, notification, first, handovers.one());
    }
  }

  /**
   * What one user is told of a channel or of a thread.
   *
   * @param parent the {@code seq} of the message that is commented on; 0 for the channel
   */
  private record Telling(
      String user, Candidate candidate, long parent, List<LoggedPost> posts, Place newest) {
    long order() {
      return parent == 0 ? newest.n() : newest.seq();
    }

    NewMessages notification(String channel, int badge) {
      boolean mention = posts.stream().anyMatch(post -> post.mentions().contains(user));
      return parent == 0
          ? new NewMessages(
              Notification.VERSION,
              channel,
              newest.seq(),
              newest.n(),
              0,
              newest.n() - candidate.read,
              mention,
              badge)
          : new NewMessages(
              Notification.VERSION, channel, newest.seq(), 0, parent, posts.size(), mention, badge);
    }
  }

  /** Closes messages once all that was offered for them is handed over. */
  private static final class Handovers {
    private final List<LoggedPost> posts;
    private int open = 1;

    Handovers(List<LoggedPost> posts) {
      this.posts = posts;
    }

    Runnable one() {
      open++;
      return this::done;
    }

    void allOffered() {
      done();
    }

    private void done() {
      if (--open == 0) {
        close(posts);
      }
    }
  }
}
