package chat.client;

import static chat.client.ScriptedServer.CHANNEL;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ScriptedServer.Faults;
import chat.id.OperationId;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ClientFrame;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client's own logic, against a server whose faults the test decides. */
class ChatConnectionTest {
  private static final ChatOptions OPTIONS =
      ChatOptions.DEFAULTS
          .withReconnect(Duration.ofMillis(5), Duration.ofMillis(40))
          .withSendTimes(Duration.ofMillis(300), Duration.ofSeconds(30))
          .withRate(2_000, 1_000);

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<ChatEvent> events = new LinkedBlockingQueue<>();
  private final List<ChatEvent> seen = new ArrayList<>();
  private ScriptedServer server;
  private ChatSession session;

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  /** Connects to a server that does {@code answer} with every send. */
  private ChatConnection connectAnswering(SendScript answer) throws Exception {
    return connect(
        new Faults() {
          @Override
          public void onSend(ScriptedServer server, ServerWebSocket socket, ClientFrame.Send s) {
            answer.onSend(server, socket, s);
          }
        },
        Start.NOW);
  }

  @FunctionalInterface
  private interface SendScript {
    void onSend(ScriptedServer server, ServerWebSocket socket, ClientFrame.Send send);
  }

  @Test
  void whatIsSentHasAPlaceAndComesBackAsAnEvent() throws Exception {
    ChatConnection connection = connect(new Faults() {}, Start.NOW);

    Sent sent = await(connection.send(CHANNEL, "hello 안녕"));

    assertThat(sent.seq()).isEqualTo(1);
    assertThat(next(ChatEvent.MessageReceived.class).message().body()).isEqualTo("hello 안녕");
  }

  @Test
  void aSendWithoutAnAnswerIsRepeatedUnderTheSameId() throws Exception {
    AtomicInteger lost = new AtomicInteger();
    ChatConnection connection =
        connectAnswering(
            (server, socket, s) -> {
              Message message = server.place(s);
              if (lost.incrementAndGet() == 3) {
                server.answer(socket, s, message);
              } else if (lost.get() == 2) {
                socket.close();
              }
            });

    await(connection.send(CHANNEL, "once"));

    assertThat(server.sends).hasSize(3);
    assertThat(server.sends.stream().map(ClientFrame.Send::id).distinct()).hasSize(1);
    assertThat(server.log()).hasSize(1);
  }

  @Test
  void anIdIsMadeInTheServersTime() throws Exception {
    ChatConnection connection = connect(new Faults() {}, Start.NOW, -3 * 3_600_000L);

    Sent sent = await(connection.send(CHANNEL, "x"));

    assertThat(OperationId.parse(sent.id()).millis())
        .isBetween(server.now().toEpochMilli() - 10_000, server.now().toEpochMilli() + 1_000);
  }

  @Test
  void aRefusalForNowIsFollowedByAnotherAttemptAfterTheTimeAskedFor() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    ChatConnection connection =
        connectAnswering(
            (server, socket, s) -> {
              if (attempts.incrementAndGet() == 1) {
                server.refuse(socket, s.ref(), ProblemType.RATE_LIMITED, 1);
              } else {
                server.answer(socket, s, server.place(s));
              }
            });

    long before = System.nanoTime();
    await(connection.send(CHANNEL, "x"));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(server.sends.stream().map(ClientFrame.Send::id).distinct()).hasSize(1);
  }

  @Test
  void aReadPositionThatComesLateTakesNobodyBack() throws Exception {
    connect(new Faults() {}, Start.NOW);
    next(ChatEvent.Connected.class);

    for (long n : new long[] {5, 3, 5, 6}) {
      server.broadcast(new ServerFrame.ReadPosition(CHANNEL, n, null));
    }

    assertThat(next(ChatEvent.ReadAdvanced.class).n()).isEqualTo(5);
    assertThat(next(ChatEvent.ReadAdvanced.class).n()).isEqualTo(6);
  }

  @Test
  void aListenerOfFramesIsToldAlsoWhatIsLeftOut() throws Exception {
    BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    server = new ScriptedServer(vertx, new Faults() {});
    session = session(OPTIONS);
    session.connect(
        Start.NOW,
        new ChatListener() {
          @Override
          public void on(ChatEvent event) {
            events.add(event);
          }

          @Override
          public void onFrame(ServerFrame frame) {
            if (frame instanceof ServerFrame.ReadPosition read) {
              told.add(read.n());
            }
          }
        });
    next(ChatEvent.Connected.class);

    for (long n : new long[] {5, 3, 6}) {
      server.broadcast(new ServerFrame.ReadPosition(CHANNEL, n, null));
    }

    assertThat(next(ChatEvent.ReadAdvanced.class).n()).isEqualTo(5);
    assertThat(next(ChatEvent.ReadAdvanced.class).n()).isEqualTo(6);
    assertThat(told).containsExactly(5L, 3L, 6L);
  }

  @Test
  void aRefusalForGoodFailsTheSend() throws Exception {
    ChatConnection connection =
        connectAnswering(
            (server, socket, s) -> {
              server.refuse(socket, s.ref(), ProblemType.TOO_LARGE, null);
            });

    assertThatThrownBy(() -> await(connection.send(CHANNEL, "x")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_LARGE));
  }

  @Test
  void afterStaleIdTheMessageThatIsThereIsNotSentAgain() throws Exception {
    ChatConnection connection =
        connectAnswering(
            (server, socket, s) -> {
              server.place(s);
              server.refuse(socket, s.ref(), ProblemType.STALE_ID, null);
            });

    Sent sent = await(connection.send(CHANNEL, "x"));

    assertThat(sent.seq()).isEqualTo(1);
    assertThat(server.sends).hasSize(1);
  }

  @Test
  void afterStaleIdTheMessageThatIsNotThereIsSentUnderANewId() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    ChatConnection connection =
        connectAnswering(
            (server, socket, s) -> {
              if (attempts.incrementAndGet() == 1) {
                server.refuse(socket, s.ref(), ProblemType.STALE_ID, null);
              } else {
                server.answer(socket, s, server.place(s));
              }
            });

    await(connection.send(CHANNEL, "x"));

    assertThat(server.sends).hasSize(2);
    assertThat(server.sends.get(0).id()).isNotEqualTo(server.sends.get(1).id());
    assertThat(server.log()).hasSize(1);
  }

  @Test
  void moreSendsThanMayWaitAreRefused() throws Exception {
    server = new ScriptedServer(vertx, new Faults() {});
    server.validToken = "nobody has it";
    ChatConnection connection =
        session(OPTIONS.withQueues(2, 2, 10)).connect(Start.NOW, event -> {});
    connection.send(CHANNEL, "1");
    connection.send(CHANNEL, "2");

    assertThatThrownBy(() -> await(connection.send(CHANNEL, "3")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED));
  }

  @Test
  void whatWasWrittenDuringAnAbsenceIsCaughtUpInOrder() throws Exception {
    ChatConnection connection = connect(new Faults() {}, Start.NOW);
    next(ChatEvent.Connected.class);
    server.write("live");
    next(ChatEvent.MessageReceived.class);
    server.sockets.forEach(ServerWebSocket::close);
    next(ChatEvent.Disconnected.class);
    for (int i = 0; i < 20; i++) {
      server.write("missed " + i);
    }

    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bodies.add(next(ChatEvent.MessageReceived.class).message().body());
    }

    assertThat(bodies).startsWith("missed 0").endsWith("missed 19").doesNotHaveDuplicates();
    assertThat(await(connection.positions())).containsEntry(CHANNEL, 21L);
  }

  @Test
  void aChannelThatDidNotChangeCostsNoRequest() throws Exception {
    connect(new Faults() {}, Start.NOW);
    next(ChatEvent.Connected.class);
    server.sockets.forEach(ServerWebSocket::close);
    next(ChatEvent.Connected.class);
    server.write("live");
    next(ChatEvent.MessageReceived.class);

    assertThat(server.requests).noneMatch(uri -> uri.contains("/changes"));
  }

  @Test
  void afterAReconnectAChannelThatChangedCostsOneRequestAndAnotherNone() throws Exception {
    String unchanged = "u".repeat(26);
    String changedToo = "d".repeat(26);
    AtomicBoolean silent = new AtomicBoolean();
    server =
        new ScriptedServer(
            vertx,
            new Faults() {
              @Override
              public void tell(ScriptedServer server, Message message) {
                if (!silent.get()) {
                  server.broadcast(Event.of(message));
                }
              }
            });
    server.channels = List.of(unchanged, CHANNEL, changedToo);
    session = session(OPTIONS);
    session.connect(Start.NOW, events::add);
    next(ChatEvent.Connected.class);
    for (String channel : server.channels) {
      server.write(channel, "live");
      next(ChatEvent.MessageReceived.class);
    }

    silent.set(true);
    for (int i = 0; i < 5; i++) {
      server.write(CHANNEL, "missed " + i);
    }
    server.write(changedToo, "missed");
    server.sockets.forEach(ServerWebSocket::close);
    List<String> caughtUp =
        List.of(next(ChatEvent.CaughtUp.class).channel(), next(ChatEvent.CaughtUp.class).channel());
    // What would be asked for in vain has been asked for by then.
    await(session.me());

    assertThat(caughtUp).containsExactlyInAnyOrder(CHANNEL, changedToo);
    assertThat(server.requests.stream().filter(uri -> uri.contains("/changes")))
        .containsExactlyInAnyOrder(
            "/v1/channels/" + CHANNEL + "/changes?since=1",
            "/v1/channels/" + changedToo + "/changes?since=1");
  }

  @Test
  void aResyncIsFollowedByTheChanges() throws Exception {
    AtomicReference<Boolean> silent = new AtomicReference<>(false);
    connect(
        new Faults() {
          @Override
          public void tell(ScriptedServer server, Message message) {
            if (!silent.get()) {
              server.broadcast(Event.of(message));
            }
          }
        },
        Start.NOW);
    next(ChatEvent.Connected.class);
    silent.set(true);
    server.write("dropped");
    server.broadcast(new ServerFrame.Resync(List.of(CHANNEL)));

    assertThat(next(ChatEvent.MessageReceived.class).message().body()).isEqualTo("dropped");
  }

  @Test
  void aNodeThatSaysByeIsLeftForAsLongAsItAsks() throws Exception {
    connect(new Faults() {}, Start.NOW);
    next(ChatEvent.Connected.class);
    server.broadcast(new ServerFrame.Bye(700));

    assertThat(next(ChatEvent.Disconnected.class).retryIn()).isEqualTo(Duration.ofMillis(700));
    next(ChatEvent.Connected.class);
    assertThat(Duration.ofNanos(server.openedAt.get(1) - server.openedAt.get(0)))
        .isGreaterThan(Duration.ofMillis(700));
  }

  @Test
  void clientsWhoseSignInIsRefusedTogetherComeBackLaterThanAskedAndApart() throws Exception {
    server =
        new ScriptedServer(
            vertx,
            new Faults() {
              @Override
              public boolean onSignIn(ScriptedServer server, ServerWebSocket socket) {
                server.refuse(socket, null, ProblemType.UNAVAILABLE, 1);
                return true;
              }
            });

    assertComeBackLaterThanASecondAndApart(server.uri());
  }

  @Test
  void clientsThatAnOverloadedNodeRefusesTogetherComeBackLaterThanAskedAndApart() throws Exception {
    HttpServer overloaded =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> ScriptedServer.problem(request, ProblemType.OVERLOADED, "1"))
                .listen(0, "127.0.0.1"));

    assertComeBackLaterThanASecondAndApart(
        URI.create("http://127.0.0.1:" + overloaded.actualPort()));
  }

  /** Of a server that refuses all of them for one second. */
  private void assertComeBackLaterThanASecondAndApart(URI refusing) throws Exception {
    ChatSession together =
        session(refusing, OPTIONS.withReconnect(Duration.ofMillis(500), Duration.ofSeconds(30)));
    for (int i = 0; i < 10; i++) {
      together.connect(Start.NOW, events::add);
    }

    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waits.add(next(ChatEvent.Disconnected.class).retryIn());
    }
    assertThat(waits)
        .allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    assertThat(waits.stream().distinct()).as("%s", waits).hasSizeGreaterThan(5);
  }

  @Test
  void aTokenThatExpiredIsReplacedOnceForSocketAndRequests() throws Exception {
    connect(new Faults() {}, Start.NOW);
    next(ChatEvent.Connected.class);
    server.validToken = "another";
    List<Future<User>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(session.me());
    }
    server.sockets.forEach(ServerWebSocket::close);

    for (Future<User> call : calls) {
      assertThat(await(call).handle()).isEqualTo("me");
    }
    next(ChatEvent.Connected.class);
    assertThat(server.refreshes).hasValue(1);
  }

  @Test
  void aSessionThatEndedIsNotTriedForEver() throws Exception {
    connect(
        new Faults() {
          @Override
          public boolean onRequest(HttpServerRequest request) {
            ScriptedServer.problem(request, ProblemType.UNAUTHORIZED, null);
            return true;
          }
        },
        Start.NOW);
    next(ChatEvent.Connected.class);
    server.validToken = "another";
    server.sockets.forEach(ServerWebSocket::close);

    next(ChatEvent.SignedOut.class);
    assertThat(server.openedAt).hasSize(2);
  }

  @Test
  void aBusyServerIsAskedAgainAfterRetryAfter() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    connect(
        new Faults() {
          @Override
          public boolean onRequest(HttpServerRequest request) {
            if (asked.incrementAndGet() == 1) {
              ScriptedServer.problem(request, ProblemType.OVERLOADED, "1");
              return true;
            }
            return false;
          }
        },
        Start.NOW);
    long before = System.nanoTime();

    await(session.me());

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void aTeamIsNotMadeTwiceWhenTheAnswerIsLost() throws Exception {
    connect(
        new Faults() {
          @Override
          public boolean onRequest(HttpServerRequest request) {
            request.connection().close();
            return true;
          }
        },
        Start.NOW);

    assertThatThrownBy(() -> await(session.createTeam("t", true)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN));
    assertThat(server.requests.stream().filter("/v1/teams"::equals)).hasSize(1);
  }

  @Test
  void underAnyFaultsEveryMessageIsThereOnceAndComesInOrder() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    ChatConnection connection = connect(new Chaos(random), Start.BEGINNING);

    List<Future<Sent>> sends = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      sends.add(connection.send(CHANNEL, "mine " + i));
      if (i % 3 == 0) {
        server.write("other " + i);
      }
    }
    for (Future<Sent> send : sends) {
      await(send);
    }
    connection.reconnect();
    List<Long> received = new ArrayList<>();
    while (received.size() < server.log().size()) {
      received.add(next(ChatEvent.MessageReceived.class).message().seq());
    }

    assertThat(server.log()).hasSize(200);
    assertThat(received)
        .containsExactlyElementsOf(server.log().stream().map(Message::seq).toList());
    assertThat(sends.stream().map(send -> send.result().seq()).distinct()).hasSize(150);
  }

  /** Drops, repeats and reorders events, loses answers, refuses and cuts sockets. */
  private static final class Chaos implements Faults {
    private final Random random;
    private Event late;

    Chaos(Random random) {
      this.random = random;
    }

    @Override
    public synchronized void onSend(
        ScriptedServer server, ServerWebSocket socket, ClientFrame.Send send) {
      switch (random.nextInt(12)) {
        case 0 -> server.refuse(socket, send.ref(), ProblemType.OVERLOADED, null);
        case 1 -> server.place(send);
        case 2 -> {
          server.place(send);
          socket.close();
        }
        default -> server.answer(socket, send, server.place(send));
      }
    }

    @Override
    public synchronized void tell(ScriptedServer server, Message message) {
      Event event = Event.of(message);
      switch (random.nextInt(6)) {
        case 0 -> {}
        case 1 -> late = event;
        case 2 -> {
          server.broadcast(event);
          server.broadcast(event);
        }
        default -> {
          server.broadcast(event);
          if (late != null) {
            server.broadcast(late);
          }
        }
      }
    }
  }

  private ChatConnection connect(Faults faults, Start start) throws Exception {
    return connect(faults, start, 0);
  }

  private ChatConnection connect(Faults faults, Start start, long clockOffset) throws Exception {
    server = new ScriptedServer(vertx, faults);
    server.clockOffsetMillis = clockOffset;
    session = session(OPTIONS);
    return session.connect(start, events::add);
  }

  private ChatSession session(ChatOptions options) {
    return session(server.uri(), options);
  }

  private ChatSession session(URI uri, ChatOptions options) {
    Credentials credentials =
        new Credentials(
            "token-0", Instant.now().plusSeconds(900), "r", "d", new User("me", "me", "Me"));
    return ChatClient.create(vertx, uri, options).resume(credentials, CredentialStore.inMemory());
  }

  private <T extends ChatEvent> T next(Class<T> type) throws InterruptedException {
    Predicate<ChatEvent> wanted = type::isInstance;
    for (ChatEvent event = events.poll(20, SECONDS);
        event != null;
        event = events.poll(20, SECONDS)) {
      seen.add(event);
      if (wanted.test(event)) {
        return type.cast(event);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " came; but " + seen);
  }

  private static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(40, SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }
}
