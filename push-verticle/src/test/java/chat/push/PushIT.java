package chat.push;

import static chat.push.TestPush.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.bus.Addresses;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Done;
import chat.bus.PushMessages.Kinds;
import chat.bus.PushMessages.KindsOf;
import chat.bus.PushMessages.Listener;
import chat.bus.PushMessages.Trial;
import chat.bus.SessionRevoked;
import chat.config.RedisConfig;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.log.LogRecord;
import chat.problem.ProblemException;
import chat.protocol.Imported;
import chat.push.FakeService.Behaviour;
import chat.push.WebPushTesting.Browser;
import chat.store.Threads;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the log to the push service, with back ends and a push service that are real. */
@UseBackends({Backend.KAFKA, Backend.MONGO, Backend.REDIS})
@Timeout(120)
final class PushIT {
  /** The offset of a stored message of which the log has no record: offset 0 may be another's. */
  private static final long BEFORE_THE_LOG = -1;

  private static final String OPEN = "chat_push_messages_open";

  private static WebPushTesting browsers;
  private static TestPush push;
  private FakeService service;
  private final String sender = Ids.random();
  private final String ada = Ids.random();
  private final String bob = Ids.random();

  @BeforeAll
  static void start(Backends backends) throws Exception {
    browsers = WebPushTesting.start();
    push = new TestPush(backends);
    push.start();
  }

  @AfterAll
  static void stop() {
    push.close();
    browsers.close();
  }

  @BeforeEach
  void startService() {
    service = new FakeService(push.vertx);
  }

  @AfterEach
  void stopService() {
    service.goDown();
  }

  private Browser browser(String user) throws Exception {
    Browser browser = browsers.subscribe(push.vapidKey());
    push.subscribe(user, browser.endpoint(), browser.p256dh(), browser.auth());
    return browser;
  }

  private String phone(String user) {
    String name = Ids.random();
    push.subscribe(user, service.endpoint(name));
    return "/" + name;
  }

  @Test
  void whoIsAwayIsToldWhereSomethingIsNewAndNeverWhat() throws Exception {
    Browser away = browser(ada);
    Browser own = browser(sender);
    String channel = push.channel(ada, sender);
    push.read(ada, channel, 0);

    long n = push.send(channel, sender, ada);
    until("the notification", () -> !browsers.notifications(away).isEmpty());

    assertThat(browsers.notifications(away))
        .containsExactly(
            new JsonObject()
                .put("t", "message")
                .put("v", 1)
                .put("channel", channel)
                .put("seq", n)
                .put("n", n)
                .put("unread", 1)
                .put("mention", true)
                .put("badge", 1));
    assertThat(browsers.notifications(own)).as("nobody is told what they said").isEmpty();
  }

  @Test
  void whatIsReadInTimeIsNotToldAndWhatIsReadLaterIsTakenBack() throws Exception {
    Browser device = browser(ada);
    String channel = push.channel(ada, sender);
    long offset = push.append(channel, sender);
    long read = push.store(channel, sender, offset);
    push.read(ada, channel, read);
    until("it is dealt with", () -> push.committed(channel) > offset);
    assertThat(browsers.notifications(device)).isEmpty();

    long told = push.send(channel, sender);
    until("the notification", () -> browsers.notifications(device).size() == 1);
    push.read(ada, channel, told);
    until("it is taken back", () -> browsers.notifications(device).size() == 2);

    assertThat(browsers.notifications(device).getLast())
        .isEqualTo(
            new JsonObject()
                .put("t", "clear")
                .put("v", 1)
                .put("channel", channel)
                .put("n", told)
                .put("badge", 0));
  }

  @Test
  void whoDoesNotWantToBeToldIsNot() throws Exception {
    String mentions = Ids.random();
    String muted = Ids.random();
    String paused = Ids.random();
    String[] phones =
        IntStream.range(0, 4)
            .mapToObj(i -> phone(List.of(bob, mentions, muted, paused).get(i)))
            .toArray(String[]::new);
    String heard = phone(ada);
    push.statuses.put(bob, "dnd");
    String channel =
        push.channel(
            TestPush.member(ada),
            TestPush.member(bob),
            new Listener(mentions, "mentions", false, false),
            new Listener(muted, "all", true, false),
            new Listener(paused, "all", false, true));

    push.send(channel, sender);
    until("the one", () -> service.taken.contains(heard));
    long last = push.append(channel, sender, mentions, muted, paused, bob);
    push.store(channel, sender, last);
    until("all of it", () -> push.committed(channel) > last);

    assertThat(service.taken)
        .as("a mention of oneself is told in a muted team too")
        .containsExactlyInAnyOrder(heard, heard, phones[1], phones[2]);
  }

  @Test
  void aCommentIsToldToWhoeverWroteTheMessageFollowsTheThreadOrIsNamed() throws Exception {
    Threads threads = new Threads(push.mongo);
    String named = Ids.random();
    String left = Ids.random();
    String upToDate = Ids.random();
    Browser author = browser(ada);
    String phone = phone(named);
    phone(bob);
    phone(left);
    phone(upToDate);
    String channel =
        push.channel(
            new Listener(ada, "mentions", false, false),
            TestPush.member(bob),
            TestPush.member(named),
            TestPush.member(left),
            TestPush.member(upToDate));
    long message = push.store(channel, ada, BEFORE_THE_LOG);
    threads.follow(left, channel, message, true, 1).await();
    threads.follow(left, channel, message, false, 2).await();
    threads.follow(upToDate, channel, message, true, 1).await();
    threads.markRead(upToDate, channel, message, 100).await();

    long comment = push.comment(channel, sender, message, named);
    until("both are told", () -> !service.taken.isEmpty() && told(author) == 1);
    long last = push.append(channel, sender);
    push.store(channel, sender, last);
    until("all of it", () -> push.committed(channel) > last);

    assertThat(browsers.notifications(author))
        .containsExactly(
            new JsonObject()
                .put("t", "message")
                .put("v", 1)
                .put("channel", channel)
                .put("seq", comment)
                .put("parent", message)
                .put("unread", 1)
                .put("mention", false)
                .put("badge", 1));
    assertThat(service.taken.getFirst()).as("only who is named").isEqualTo(phone);
    assertThat(service.taken).as("of what stands in the channel all others").hasSize(5);
  }

  @Test
  void whatWasToldOfCommentsIsTakenBackOnceTheyAreReadElsewhere() throws Exception {
    Browser author = browser(ada);
    String channel = push.channel(ada, sender);
    long message = push.store(channel, ada, 0);
    push.comment(channel, sender, message);
    until("the comment is told", () -> told(author) == 1);
    long second = push.comment(channel, sender, message);
    until("the next one", () -> told(author) == 2);

    push.readThread(ada, channel, message, second - 1);
    push.readThread(ada, channel, message, second);
    until("it is taken back", () -> told(author) == 3);

    assertThat(browsers.notifications(author).getLast())
        .isEqualTo(
            new JsonObject()
                .put("t", "clear")
                .put("v", 1)
                .put("channel", channel)
                .put("parent", message)
                .put("seq", second)
                .put("badge", 0));
  }

  @Test
  void anotherNodeCountsOnAndTakesBackWhatTheFormerOneTold() throws Exception {
    Browser device = browser(ada);
    String first = push.channel(ada, sender);
    String second = push.channel(ada, sender);
    long told = push.send(first, sender);
    until("the notification", () -> told(device) == 1);
    push.stop();
    push.start();

    push.send(second, sender);
    until("the next one", () -> told(device) == 2);
    push.read(ada, first, told);
    until("the first is taken back", () -> told(device) == 3);

    List<JsonObject> all = browsers.notifications(device);
    assertThat(all.get(1).getInteger("badge")).isEqualTo(2);
    assertThat(all.get(2))
        .isEqualTo(
            new JsonObject()
                .put("t", "clear")
                .put("v", 1)
                .put("channel", first)
                .put("n", told)
                .put("badge", 1));
  }

  @Test
  void whoHasReadNothingInHundredsOfChannelsIsToldOfAnotherOne() throws Exception {
    int channels = Told.MOST_PLACES + 5;
    String phone = phone(ada);

    for (int i = 0; i < channels; i++) {
      push.send(push.channel(ada, sender), sender);
    }
    until("all of them", () -> service.taken.size() == channels);

    assertThat(service.taken).containsOnly(phone);
  }

  @Test
  void withoutRedisBadgesCountWhatThisNodeTold() throws Exception {
    Browser device = browser(ada);
    String channel = push.channel(ada, sender);
    push.stop();
    push.start(new RedisConfig("redis://127.0.0.1:1"));
    try {
      push.send(push.channel(ada, sender), sender);
      until("a notification", () -> told(device) == 1);
      long told = push.send(channel, sender);
      until("another channel's", () -> told(device) == 2);
      push.read(ada, channel, told);
      until("it is taken back", () -> told(device) == 3);
    } finally {
      push.stop();
      push.start();
    }

    assertThat(browsers.notifications(device))
        .extracting(each -> each.getInteger("badge"))
        .containsExactly(1, 2, 1);
  }

  private int told(Browser browser) {
    return browsers.notifications(browser).size();
  }

  @Test
  void aRecordThatItsOwnerRefusedIsToldToNobody() throws Exception {
    String phone = phone(ada);
    String channel = push.channel(ada, sender);
    long refused = push.append(channel, sender);
    push.checkpoint(channel, refused + 1);
    until("it is dealt with", () -> push.committed(channel) > refused);

    push.send(channel, sender);
    until("the next one", () -> !service.taken.isEmpty());

    assertThat(service.taken).containsExactly(phone);
  }

  @Test
  void aChannelInWhichNobodyHasADeviceIsPassedOverUntilSomebodyHas() throws Exception {
    String channel = push.channel(sender, ada);
    push.sendUntilPassedOver(channel, sender);

    String phone = phone(ada);
    push.send(channel, sender);
    until("the first message after that", () -> service.taken.contains(phone));
  }

  @Test
  void aChannelInWhichNobodyHasADeviceIsPassedOverUntilSomebodyWhoHasJoins() throws Exception {
    String phone = phone(bob);
    String channel = push.channel(sender, ada);
    push.sendUntilPassedOver(channel, sender);

    push.join(channel, bob);
    push.send(channel, sender);
    until("the first message after that", () -> service.taken.contains(phone));
  }

  @Test
  void whatWasImportedIsToldToNobody() throws Exception {
    String phone = phone(ada);
    String channel = push.channel(ada, sender);
    long imported =
        push.append(
            new LogRecord.PostMessage(
                channel,
                UUID.randomUUID().toString(),
                sender,
                "device",
                "text",
                "none",
                List.of(),
                0,
                false,
                null,
                new Imported("Mina", Instant.EPOCH, "slack:C1:1.0", null, null)));
    until("it is dealt with", () -> push.committed(channel) > imported);

    push.send(channel, sender);
    until("the next one", () -> !service.taken.isEmpty());

    assertThat(service.taken).containsExactly(phone);
  }

  @Test
  void aMessageThatIsNotStoredYetIsWaitedFor() throws Exception {
    phone(ada);
    String channel = push.channel(ada, sender);
    push.checkpoint(channel, 0);
    long offset = push.append(channel, sender);
    String other = push.channel(ada, sender);
    push.send(other, sender);
    until("another channel", () -> service.taken.size() == 1);

    push.store(channel, sender, offset);
    until("the late one", () -> service.taken.size() == 2);
  }

  @Test
  void aCrashRepeatsButSkipsNothing() throws Exception {
    String phone = phone(ada);
    String channel = push.channel(ada, sender);
    service.behaviour = Behaviour.silent();
    push.send(channel, sender);
    until("it is under way", () -> service.asked.size() == 1);

    // Undeployed before anything was handed over: nothing may have been committed past it.
    push.stop();
    service.behaviour = Behaviour.taking();
    push.start();

    until("it comes again", () -> service.taken.contains(phone));
  }

  @Test
  void aServiceThatIsAwayHoldsUpNobodyElseAndGetsEverythingLater() throws Exception {
    FakeService broken = new FakeService(push.vertx);
    broken.behaviour = Behaviour.refusing(503);
    List<String> users = IntStream.range(0, 40).mapToObj(i -> Ids.random()).toList();
    for (String user : users) {
      push.subscribe(user, broken.endpoint(user));
    }
    String phone = phone(ada);
    String channel = push.channel(users.toArray(String[]::new));
    String other = push.channel(ada, sender);

    long offset = push.append(channel, sender);
    push.store(channel, sender, offset);
    push.send(other, sender);
    until("the other service", () -> service.taken.contains(phone));
    until("nothing holds up the log", () -> push.committed(channel) > offset);
    assertThat(broken.taken).isEmpty();
    assertThat(broken.asked.size()).as("it is left alone").isLessThan(200);

    broken.goDown();
    double inVain = push.count("later");
    until("it is tried in vain", () -> push.count("later") > inVain);
    broken.behaviour = Behaviour.taking();
    broken.comeBack();
    until("all of them", () -> broken.taken.size() >= users.size());

    assertThat(broken.taken)
        .containsExactlyInAnyOrderElementsOf(users.stream().map(user -> "/" + user).toList());
  }

  @Test
  void aSlowServiceHoldsUpNobodyElseAndTellsEachDeviceOnce() throws Exception {
    FakeService slow = new FakeService(push.vertx);
    List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    slow.behaviour = held::add;
    List<String> users = IntStream.range(0, 60).mapToObj(i -> Ids.random()).toList();
    for (String user : users) {
      push.subscribe(user, slow.endpoint(user));
    }
    String phone = phone(ada);
    push.send(push.channel(users.toArray(String[]::new)), sender);
    until("it has much to do", () -> held.size() >= 20);

    push.send(push.channel(ada, sender), sender);
    until("the other service", () -> service.taken.contains(phone));

    slow.behaviour = Behaviour.taking();
    until(
        "all of them",
        () -> {
          // Also what came while the first were answered.
          held.removeIf(request -> request.response().setStatusCode(201).end() != null);
          return slow.taken.size() >= users.size();
        });

    assertThat(slow.taken)
        .containsExactlyInAnyOrderElementsOf(users.stream().map(user -> "/" + user).toList());
  }

  @Test
  void whatASlowServiceDoesNotGetToIsParkedAndToldLaterOnce() throws Exception {
    FakeService slow = new FakeService(push.vertx);
    Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    slow.behaviour = held::add;
    List<String> users = IntStream.range(0, 300).mapToObj(i -> Ids.random()).toList();
    users.forEach(user -> push.subscribe(user, slow.endpoint(user)));

    push.send(push.channel(users.toArray(String[]::new)), sender);
    until("it has as much to do as it may", () -> held.size() == TestPush.AT_ONCE);
    until("the rest is parked", () -> parkedOf(users) >= users.size() - TestPush.AT_ONCE);

    slow.behaviour = Behaviour.taking();
    until(
        "all of them",
        () -> {
          answer(held);
          return slow.taken.size() >= users.size();
        });
    until("nothing is left", () -> parkedOf(users) == 0);
    assertThat(slow.taken)
        .containsExactlyInAnyOrderElementsOf(users.stream().map(user -> "/" + user).toList());
  }

  private static void answer(Queue<HttpServerRequest> held) {
    for (HttpServerRequest each = held.poll(); each != null; each = held.poll()) {
      each.response().setStatusCode(201).end();
    }
  }

  private long parkedOf(List<String> users) {
    JsonObject theirs = new JsonObject().put("user", new JsonObject().put("$in", users));
    return push.mongo.count("pushParked", theirs).await();
  }

  @Test
  void aBusyChannelDoesNotWaitForTheAnswerOfASlowService() throws Exception {
    FakeService slow = new FakeService(push.vertx);
    Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    slow.behaviour = held::add;
    push.subscribe(ada, slow.endpoint("ada"));
    String channel = push.channel(ada);
    until("what other tests sent is dealt with", () -> push.gauge(OPEN) == 0);
    push.send(channel, sender);
    until("the first is under way", () -> held.size() == 1);

    for (int i = 0; i < 20; i++) {
      push.send(channel, sender);
    }
    until("only the first is open", () -> parkedOf(List.of(ada)) > 0 && push.gauge(OPEN) == 1);
    slow.behaviour = Behaviour.taking();
    answer(held);

    until("it is told of the others", () -> slow.taken.size() >= 2);
    until("nothing is left", () -> parkedOf(List.of(ada)) == 0);
  }

  @Test
  void whereHalfTheDevicesAreGoneTheOtherHalfIsTold() throws Exception {
    List<String> users = IntStream.range(0, 40).mapToObj(i -> Ids.random()).toList();
    for (String user : users) {
      push.subscribe(user, service.endpoint(user));
    }
    List<String> gone = users.stream().limit(20).toList();
    Behaviour taking = Behaviour.taking();
    Behaviour refusing = Behaviour.refusing(410);
    service.behaviour =
        request -> (gone.contains(request.path().substring(1)) ? refusing : taking).answer(request);

    push.send(push.channel(users.toArray(String[]::new)), sender);
    until("all the others", () -> service.taken.size() >= 20);
    until(
        "those who are gone are forgotten",
        () -> gone.stream().allMatch(user -> kinds(user).devices().isEmpty()));

    assertThat(service.taken)
        .containsExactlyInAnyOrderElementsOf(
            users.stream().skip(20).map(user -> "/" + user).toList());
    assertThat(service.asked).as("each is tried once").hasSize(users.size());
  }

  @Test
  void whatWaitsForAServiceIsNotToldOnceItIsRead() throws Exception {
    FakeService broken = new FakeService(push.vertx);
    broken.behaviour = Behaviour.refusing(500);
    push.subscribe(ada, broken.endpoint("ada"));
    push.subscribe(bob, broken.endpoint("bob"));
    String channel = push.channel(ada, bob);
    long n = push.send(channel, sender);
    until("both are parked", () -> parkedOf(List.of(ada, bob)) == 2);

    push.read(ada, channel, n);
    broken.behaviour = Behaviour.taking();
    until("the one who has not read", () -> broken.taken.contains("/bob"));
    until("nothing waits any more", () -> parkedOf(List.of(ada)) == 0);

    assertThat(broken.taken).containsExactly("/bob");
  }

  @Test
  void aServiceThatAsksForTimeGetsIt() throws Exception {
    String phone = phone(ada);
    String other = phone(bob);
    String channel = push.channel(ada, sender);
    AtomicLong refused = new AtomicLong();
    service.behaviour =
        request -> {
          refused.set(System.nanoTime());
          HttpServerResponse response = request.response();
          response.putHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
          response.putHeader("Retry-After", "Sun, 06 Nov 1994 08:49:39 GMT");
          response.setStatusCode(429).end();
          return false;
        };
    push.send(channel, sender);
    until("it is parked", () -> parkedOf(List.of(ada)) == 1);
    assertThat(service.asked).hasSize(1);

    AtomicLong asked = new AtomicLong();
    service.behaviour =
        request -> {
          asked.compareAndSet(0, System.nanoTime());
          return Behaviour.taking().answer(request);
        };
    push.send(push.channel(bob), sender);
    until("both come", () -> service.taken.containsAll(List.of(phone, other)));

    assertThat(asked.get() - refused.get())
        .as("nobody is told by it before that")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void aDeviceThatIsRefusedWithoutATimeIsAskedEverMoreSeldom() throws Exception {
    phone(ada);
    List<Long> asked = new CopyOnWriteArrayList<>();
    service.behaviour =
        request -> {
          asked.add(System.currentTimeMillis());
          return Behaviour.refusing(429).answer(request);
        };
    push.send(push.channel(ada), sender);
    until("it was asked three times", () -> asked.size() >= 3);
    long third = asked.get(2);
    // While it is tried it is put off for a minute.
    until("it is put off", () -> parked(ada).getLong("next") - third < 50_000);

    long since = parked(ada).getLong("since");
    assertThat(third - since).as("later than the shortest pause").isGreaterThan(1_000);
    assertThat(parked(ada).getLong("next") - since)
        .as("it is to wait as long as it has waited")
        .isGreaterThanOrEqualTo(2 * (third - since));
  }

  private static JsonObject parked(String user) {
    return push.mongo.findOne("pushParked", new JsonObject().put("user", user), null).await();
  }

  @Test
  void aDeviceThatIsGoneIsForgotten() throws Exception {
    Browser gone = browser(ada);
    phone(ada);
    browsers.expire(gone);
    String channel = push.channel(ada, sender);

    push.send(channel, sender);
    until("only one is left", () -> kinds(ada).devices().size() == 1);
    until("which was told", () -> service.taken.size() == 1);
  }

  private Kinds kinds(String user) {
    return push.ask(PushMessages.KINDS, new KindsOf(user), Kinds.class);
  }

  @Test
  void aSubscriptionEndsWithItsSession() {
    phone(ada);
    assertThat(kinds(ada).devices()).hasSize(1);

    push.vertx
        .eventBus()
        .publish(Addresses.SESSIONS_REVOKED, new SessionRevoked(ada, TestPush.session(ada)));

    until("it has ended", () -> kinds(ada).devices().isEmpty());
  }

  @Test
  void whoSignedOutIsNotToldEvenIfNobodyHeardOfIt() throws Exception {
    phone(ada);
    String phone = phone(bob);
    push.ended.add(TestPush.session(ada));

    push.send(push.channel(ada, bob), sender);
    until("the other one", () -> service.taken.contains(phone));
    until("the device is forgotten", () -> kinds(ada).devices().isEmpty());

    assertThat(service.asked).containsExactly(phone);
  }

  @Test
  void whoSignedOutIsNotToldEvenIfTheDeviceCouldNotBeRemoved() throws Exception {
    String phone = phone(ada);
    String other = phone(bob);
    String channel = push.channel(ada, bob);
    push.send(channel, sender);
    until("both are told", () -> service.taken.containsAll(List.of(phone, other)));

    push.ended.add(TestPush.session(ada));
    // Of another session, so that nothing is removed.
    push.vertx.eventBus().publish(Addresses.SESSIONS_REVOKED, new SessionRevoked(ada, "another"));
    long last = push.append(channel, sender);
    push.store(channel, sender, last);
    until("it is dealt with", () -> push.committed(channel) > last);

    assertThat(service.taken).containsExactlyInAnyOrder(phone, other, other);
  }

  @Test
  void whatIsNewInOneChannelIsOneNotificationOfTheNewest() throws Exception {
    Browser device = browser(ada);
    String channel = push.channel(ada, sender);
    long first = push.append(channel, sender);
    long second = push.append(channel, sender);
    push.store(channel, sender, first);
    push.store(channel, sender, second);

    until(
        "it is told",
        () -> browsers.notifications(device).stream().anyMatch(n -> n.getLong("n") == 2));

    assertThat(browsers.notifications(device).getLast().getLong("unread")).isEqualTo(2);
  }

  @Test
  void aTestIsToldToThatDevice() throws Exception {
    Browser browser = browsers.subscribe(push.vapidKey());
    String device = push.subscribe(ada, browser.endpoint(), browser.p256dh(), browser.auth());

    push.ask(PushMessages.TEST, new Trial(ada, device), Done.class);
    until("the test", () -> !browsers.notifications(browser).isEmpty());

    assertThat(browsers.notifications(browser).getFirst().getString("t")).isEqualTo("test");
    assertThatThrownBy(() -> push.ask(PushMessages.TEST, new Trial(bob, device), Done.class))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void allNodesHaveTheSameKey() {
    String key = push.vapidKey();
    push.stop();
    push.start();

    assertThat(push.vapidKey()).isEqualTo(key);
    assertThat(Base64Url.decode(key)).hasSize(EcKeys.POINT);
  }

  @Test
  void addressesOfOurOwnNetworkAndWhatIsNoKeyAreRefused() {
    for (String endpoint :
        List.of(
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://10.0.0.1/x",
            "https://169.254.169.254/latest",
            "https://nobody.invalid/x",
            "http://example.org/x",
            "ftp://localhost/x",
            "https://user@example.org/x",
            "https:///x",
            "nonsense")) {
      assertThatThrownBy(() -> push.subscribe(ada, endpoint))
          .as(endpoint)
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem -> assertThat(problem.getMessage()).startsWith("endpoint "));
    }
    assertThatThrownBy(() -> push.subscribe(ada, service.endpoint("x"), "AAAA", "AAAA"))
        .hasMessageStartingWith("keys.p256dh ");
  }
}
