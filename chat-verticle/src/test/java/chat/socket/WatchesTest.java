package chat.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.Presence;
import chat.protocol.Wire;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told what, against a directory and a presence role that the test plays. */
@Timeout(30)
class WatchesTest {
  private static final String ADDRESS = "transitions";

  private final Vertx vertx = Vertx.vertx();
  private final NumberedTable<Session> sessions = new NumberedTable<>();
  private final Map<String, String> statuses = new ConcurrentHashMap<>();
  private final Set<String> visible = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingQueue<Promise<Void>> queries = new LinkedBlockingQueue<>();
  private volatile boolean hold;
  private volatile boolean fail;
  private volatile boolean blind;
  private final Semaphore lookedInVain = new Semaphore(0);
  private Context context;
  private Watches watches;

  private final class Client implements Connection {
    final Session session;
    final LinkedBlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
    volatile boolean full;

    Client() {
      session = new Session(this, sessions.nextNumber(), (char) 0, 0);
      sessions.add(session);
      session.phase = Session.Phase.READY;
      session.identify(Ids.random(), Ids.random(), Ids.random());
    }

    @Override
    public void send(Outgoing frame) {
      try {
        frames.add(Wire.fromJson(frame.json(), ServerFrame.class));
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void close(CloseCode why) {
      throw new UnsupportedOperationException();
    }

    void watch(String... users) {
      on(
          () -> {
            watches.watch(session, List.of(users));
            return null;
          });
    }

    Presence next() throws InterruptedException {
      return (Presence) frames.poll(10, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void start() {
    Bus.install(vertx);
    Bus.serve(vertx, PresenceMessages.LOOK, Look.class, this::look);
    Bus.serve(vertx, PresenceMessages.QUERY, Query.class, this::answer);
    context = vertx.getOrCreateContext();
    watches = on(() -> new Watches(vertx, sessions, ADDRESS));
  }

  private Future<Looked> look(Look look) {
    if (blind) {
      lookedInVain.release();
      return Future.failedFuture(new ProblemException(ProblemType.OVERLOADED, "not now"));
    }
    return Future.succeededFuture(
        new Looked(
            look.users().stream()
                .filter(visible::contains)
                .map(user -> new Profile(user, null, 5L))
                .toList()));
  }

  private Future<Statuses> answer(Query query) {
    if (fail) {
      return Future.failedFuture(new ProblemException(ProblemType.UNAVAILABLE, "not now"));
    }
    Map<String, String> now = new HashMap<>();
    query.users().forEach(user -> now.put(user, statuses.getOrDefault(user, "offline")));
    Promise<Void> released = Promise.promise();
    if (hold) {
      queries.add(released);
    } else {
      released.complete();
    }
    return released.future().map(done -> new Statuses(now));
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private <T> T on(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        turn -> {
          try {
            done.complete(action.get());
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    return done.future().await();
  }

  private Client client() {
    return on(Client::new);
  }

  private String person(String status) {
    String user = Ids.random();
    visible.add(user);
    statuses.put(user, status);
    return user;
  }

  private void tell(String user, String status) {
    statuses.put(user, status);
    vertx.eventBus().publish(ADDRESS, new Transitions(List.of(new UserPresence(user, status))));
  }

  @Test
  void aWatcherIsToldOfThoseWhomTheyMaySeeAndThenWhatChanges() throws Exception {
    String ada = person("online");
    String bob = person("offline");
    String stranger = Ids.random();
    Client client = client();

    client.watch(ada, bob, stranger);
    Presence first = client.next();
    assertThat(first.users()).isEqualTo(Map.of(ada, "online", bob, "offline"));
    assertThat(first.lastSeen()).isEqualTo(Map.of(bob, Instant.ofEpochMilli(5)));

    tell(stranger, "online");
    tell(bob, "online");
    tell(bob, "dnd");
    assertThat(client.next().users()).isEqualTo(Map.of(bob, "online"));
    assertThat(client.next().users()).isEqualTo(Map.of(bob, "dnd"));

    vertx.eventBus().publish(ADDRESS, new CustomChanged(ada, new Custom("lunch", "🍜", null)));
    Presence custom = client.next();
    assertThat(custom.users()).isEqualTo(Map.of(ada, "online"));
    assertThat(custom.custom().get(ada).text()).isEqualTo("lunch");
  }

  @Test
  void whoComesAndGoesAtOnceHasNotChanged() throws Exception {
    String ada = person("online");
    String bob = person("online");
    Client client = client();
    client.watch(ada, bob);
    client.next();

    vertx
        .eventBus()
        .publish(
            ADDRESS,
            new Transitions(
                List.of(
                    new UserPresence(ada, "idle"),
                    new UserPresence(ada, "online"),
                    new UserPresence(bob, "idle"))));

    assertThat(client.next().users()).isEqualTo(Map.of(bob, "idle"));
  }

  @Test
  void aNewListTakesThePlaceOfTheOldOneAndNothingIsKeptForNobody() throws Exception {
    String ada = person("online");
    String bob = person("online");
    Client client = client();
    Client other = client();
    client.watch(ada, bob);
    client.next();
    other.watch(ada);
    other.next();

    client.watch(bob);
    assertThat(client.next().users()).containsOnlyKeys(bob);
    tell(ada, "idle");
    tell(bob, "idle");
    assertThat(other.next().users()).containsOnlyKeys(ada);
    assertThat(client.next().users()).containsOnlyKeys(bob);

    on(
        () -> {
          watches.closed(client.session);
          watches.closed(other.session);
          return null;
        });
    assertThat(on(watches::size)).isZero();
  }

  @Test
  void aTransitionWhileTheAnswerIsOnItsWayWins() throws Exception {
    String ada = person("offline");
    Client client = client();
    hold = true;
    client.watch(ada);
    Promise<Void> query = queries.poll(10, TimeUnit.SECONDS);

    tell(ada, "online");
    assertThat(client.next().users()).isEqualTo(Map.of(ada, "online"));
    query.complete();

    assertThat(client.next().users()).as("the answer is older").isEqualTo(Map.of(ada, "online"));
  }

  @Test
  void whatWasLostIsAskedForAndOnlyWhatDiffersIsTold() throws Exception {
    String ada = person("online");
    String bob = person("online");
    Client client = client();
    client.watch(ada, bob);
    client.next();

    statuses.put(bob, "offline");
    vertx.eventBus().publish(ADDRESS, new TransitionsLost());

    assertThat(client.next().users()).isEqualTo(Map.of(bob, "offline"));
  }

  @Test
  void whatCouldNotBeAskedIsToldOnceItCanBe() throws Exception {
    String ada = person("online");
    Client client = client();
    fail = true;
    client.watch(ada);
    assertThat(client.next().users()).as("nothing is known").isEmpty();

    fail = false;

    assertThat(client.next().users()).isEqualTo(Map.of(ada, "online"));
  }

  @Test
  void aListThatCouldNotBeLookedUpIsLookedUpOnceItCanBe() throws Exception {
    String ada = person("online");
    Client client = client();
    blind = true;
    client.watch(ada);
    lookedInVain.acquire();

    blind = false;

    assertThat(client.next().users()).isEqualTo(Map.of(ada, "online"));
  }

  @Test
  void aListThatCouldNotBeLookedUpDoesNotComeBackInPlaceOfANewerOne() throws Exception {
    String ada = person("online");
    String bob = person("online");
    Client client = client();
    Client later = client();
    blind = true;
    client.watch(ada);
    lookedInVain.acquire();
    later.watch(ada);
    lookedInVain.acquire();
    blind = false;
    client.watch(bob);
    assertThat(client.next().users()).isEqualTo(Map.of(bob, "online"));

    assertThat(later.next().users()).as("came back, after the former list would have").isNotEmpty();

    assertThat(client.frames).as("nothing else is told").isEmpty();
  }

  @Test
  void whatIsLearntForOneWatcherIsToldToThoseWhoDidNotGetAnAnswer() throws Exception {
    String ada = person("online");
    Client unlucky = client();
    Client lucky = client();
    fail = true;
    unlucky.watch(ada);
    assertThat(unlucky.next().users()).isEmpty();
    fail = false;

    lucky.watch(ada);

    assertThat(lucky.next().users()).isEqualTo(Map.of(ada, "online"));
    assertThat(unlucky.next().users()).isEqualTo(Map.of(ada, "online"));
  }

  @Test
  void aFullConnectionIsToldEverythingWhenItHasRoomAgain() throws Exception {
    String ada = person("online");
    Client slow = client();
    Client quick = client();
    slow.watch(ada);
    slow.next();
    quick.watch(ada);
    quick.next();
    slow.full = true;

    tell(ada, "idle");
    quick.next();
    assertThat(on(() -> slow.session.missedPresence)).isTrue();
    slow.full = false;
    on(
        () -> {
          watches.tellAgain(slow.session);
          return null;
        });

    assertThat(slow.next().users()).isEqualTo(Map.of(ada, "idle"));
  }

  @Test
  void whoIsNotSeenAnyMoreIsGoneToThoseWhoStayInTheChannel() throws Exception {
    String ada = person("online");
    String bob = person("online");
    Client client = client();
    client.watch(ada, bob);
    client.next();

    visible.remove(ada);
    leaves(ada, client);
    assertThat(client.next().users()).isEqualTo(Map.of(ada, "offline"));
    assertThat(client.next().users()).isEqualTo(Map.of(bob, "online"));

    tell(ada, "idle");
    tell(bob, "idle");
    assertThat(client.next().users()).isEqualTo(Map.of(bob, "idle"));
  }

  @Test
  void whoLeavesSeesThoseWhoStayNoMore() throws Exception {
    String ada = person("online");
    Client client = client();
    client.watch(ada);
    client.next();

    visible.remove(ada);
    on(
        () -> {
          watches.parted(client.session.user(), List.of(client.session), null);
          return null;
        });

    assertThat(client.next().users()).isEqualTo(Map.of(ada, "offline"));
    assertThat(on(watches::size)).isZero();
  }

  private void leaves(String user, Client stays) {
    on(
        () -> {
          ChannelMembers channel = new ChannelMembers(0, 0, 0);
          channel.add(stays.session.number);
          watches.parted(user, List.of(), channel);
          return null;
        });
  }

  @Test
  void moreThanFiveHundredAreRefused() {
    Client client = client();
    String[] many = Stream.generate(Ids::random).limit(501).toArray(String[]::new);

    assertThatThrownBy(() -> client.watch(many))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("users must be at most 500");
  }
}
