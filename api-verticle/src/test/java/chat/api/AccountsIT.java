package chat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.DirectoryMessages.Memberships;
import chat.bus.DirectoryMessages.MembershipsOf;
import chat.bus.DirectoryMessages.SessionChannels;
import chat.bus.DirectoryMessages.UserSession;
import chat.bus.PushMessages;
import chat.bus.PushMessages.LiveSessions;
import chat.bus.PushMessages.SessionsOf;
import chat.bus.SessionRevoked;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.MONGO})
final class AccountsIT {
  private static TestApi api;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  @Test
  void whoSignsUpAndLogsInIsKnown() {
    SignedIn ada = api.person("Ada 김 🦊");

    Answer me = api.get("/v1/me", ada);

    assertThat(me.status()).isEqualTo(200);
    assertThat(me.get("id")).isEqualTo(ada.id());
    assertThat(me.get("name")).isEqualTo("Ada 김 🦊");
    assertThat(me.json().get("settings").isObject()).isTrue();
  }

  @Test
  void aHandleIsTakenInAnyCase() {
    SignedIn ada = api.person("Ada");

    Answer again = api.signUp(ada.handle().toUpperCase(java.util.Locale.ROOT), "Eve");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.get("type")).isEqualTo("handle-taken");
    assertThat(again.get("field")).isEqualTo("handle");
    assertThat(
            api.logInWith(ada.handle().toUpperCase(java.util.Locale.ROOT), "correct horse")
                .status())
        .isEqualTo(201);
  }

  @Test
  void anUnknownHandleAndAWrongPasswordGetTheSameAnswer() {
    SignedIn ada = api.person("Ada");

    Answer wrong = api.logInWith(ada.handle(), "wrong horse");
    Answer unknown = api.logInWith("nobody-of-that-name", "wrong horse");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.text()).isEqualTo(wrong.text());
  }

  @Test
  void anUnknownHandleCostsAHashToo() {
    double before = hashes();

    api.logInWith("nobody-of-that-name", "wrong horse");

    assertThat(hashes()).isEqualTo(before + 1);
  }

  private static double hashes() {
    return api.metrics().get("chat_password_hash").timer().count();
  }

  @Test
  void aRefreshTokenWorksOnceAndItsReuseEndsTheSession() throws Exception {
    SignedIn ada = api.person("Ada");
    BlockingQueue<String> revoked = revoked();

    Answer first = refresh(ada.refresh());
    Answer second = refresh(first.get("refreshToken"));
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.get("deviceId")).isEqualTo(first.get("deviceId"));

    Answer reuse = refresh(ada.refresh());

    assertThat(reuse.status()).isEqualTo(401);
    assertThat(revoked.poll(10, TimeUnit.SECONDS)).isEqualTo(ada.id());
    assertThat(refresh(second.get("refreshToken")).status()).isEqualTo(401);
    assertThat(api.send("GET", "/v1/me", second.get("accessToken"), null).status()).isEqualTo(401);
  }

  @Test
  void ofTwoWhoRefreshAtOnceOneFailsAndTheSessionEnds() {
    SignedIn ada = api.person("Ada");

    var answers =
        java.util.stream.IntStream.range(0, 4)
            .parallel()
            .mapToObj(i -> refresh(ada.refresh()))
            .toList();

    assertThat(answers.stream().filter(a -> a.status() == 200).count()).isLessThanOrEqualTo(1);
    answers.stream()
        .filter(a -> a.status() == 200)
        .forEach(a -> assertThat(refresh(a.get("refreshToken")).status()).isEqualTo(401));
  }

  @Test
  void aMadeUpRefreshTokenEndsNothing() {
    SignedIn ada = api.person("Ada");
    String[] parts = ada.refresh().split("\\.");

    Answer madeUp = refresh(String.join(".", parts[0], parts[1], "x".repeat(43), parts[3]));

    assertThat(madeUp.status()).isEqualTo(401);
    assertThat(refresh(ada.refresh()).status()).isEqualTo(200);
  }

  private static Answer refresh(String token) {
    return api.send("POST", "/v1/sessions/refresh", null, "{\"refreshToken\":\"" + token + "\"}");
  }

  @Test
  void loggingOutEndsTheSessionEverywhere() throws Exception {
    SignedIn ada = api.person("Ada");
    BlockingQueue<String> revoked = revoked();

    Answer out = api.send("DELETE", "/v1/sessions/current", ada.token(), null);

    assertThat(out.status()).isEqualTo(204);
    assertThat(revoked.poll(10, TimeUnit.SECONDS)).isEqualTo(ada.id());
    assertThat(api.get("/v1/me", ada).status()).isEqualTo(401);
    assertThat(refresh(ada.refresh()).status()).isEqualTo(401);
  }

  @Test
  void theSessionsThatLiveAreThoseThatDidNotEnd() {
    SignedIn ada = api.person("Ada");
    SignedIn bob = api.person("Bob");
    assertThat(live(ada, bob)).hasSize(2).containsAll(live(ada)).containsAll(live(bob));

    api.send("DELETE", "/v1/sessions/current", ada.token(), null);

    assertThat(live(ada)).isEmpty();
    assertThat(live(ada, bob)).hasSize(1).isEqualTo(live(bob));
    assertThat(live()).isEmpty();
  }

  private static Set<String> live(SignedIn... people) {
    SessionsOf request = new SessionsOf(Arrays.stream(people).map(SignedIn::id).toList());
    Duration within = Duration.ofSeconds(10);
    return Bus.request(api.vertx(), PushMessages.SESSIONS, request, LiveSessions.class, within)
        .await()
        .sessions();
  }

  @Test
  void aNodeThatStartsLaterRefusesWhatEndedBefore(Backends backends) throws Exception {
    SignedIn ada = api.person("Ada");
    api.send("DELETE", "/v1/sessions/current", ada.token(), null);

    try (TestApi other = api.startAnother(backends)) {
      assertThat(other.get("/v1/me", ada).status()).isEqualTo(401);
    }
  }

  private static BlockingQueue<String> revoked() {
    BlockingQueue<String> users = new LinkedBlockingQueue<>();
    api.vertx()
        .eventBus()
        .<SessionRevoked>consumer(
            Addresses.SESSIONS_REVOKED, event -> users.add(event.body().user()));
    return users;
  }

  @Test
  void theDirectoryTellsManySocketsTheirChannelsAtOnceAndRefusesAnEndedSession() throws Exception {
    SignedIn ada = api.person("Ada");
    SignedIn bob = api.person("Bob");
    SignedIn eve = api.person("Eve");
    String team = api.team(ada, true);
    api.post("/v1/teams/" + team + "/join", bob, null);
    api.team(bob, true);

    List<SessionChannels> all = channels(session(bob), session(ada), session(eve));
    assertThat(all).allMatch(SessionChannels::live);
    assertThat(all.get(0).channels()).hasSize(2).containsAll(all.get(1).channels());
    assertThat(all.get(1).channels()).hasSize(1);
    assertThat(all.get(2).channels()).isEmpty();

    api.send("DELETE", "/v1/sessions/current", bob.token(), null);
    UserSession foreign = new UserSession(ada.id(), session(eve).session());
    assertThat(channels(session(ada), session(bob), foreign, session(ada)))
        .containsExactly(
            all.get(1),
            new SessionChannels(false, List.of()),
            new SessionChannels(false, List.of()),
            all.get(1));
  }

  @Test
  void theDirectoryKnowsChannelsWhoseListIsLong() throws Exception {
    SignedIn ada = api.person("Ada");
    String team = api.team(ada, true);
    for (int i = 0; i < 60; i++) {
      api.channel(ada, team, true);
    }
    assertThat(channels(session(ada)).getFirst().channels()).hasSize(61).doesNotHaveDuplicates();
  }

  @Test
  void theDirectoryAnswersSoManyAtOnceAndNoMore() throws Exception {
    UserSession ada = session(api.person("Ada"));
    List<UserSession> most = Collections.nCopies(MembershipsOf.MOST, ada);
    assertThat(channels(most.toArray(UserSession[]::new))).hasSize(MembershipsOf.MOST);

    List<UserSession> more = Collections.nCopies(MembershipsOf.MOST + 1, ada);
    assertThatThrownBy(() -> channels(more.toArray(UserSession[]::new)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.BAD_REQUEST));
  }

  private static UserSession session(SignedIn person) {
    return new UserSession(person.id(), person.refresh().split("\\.")[1]);
  }

  private static List<SessionChannels> channels(UserSession... sessions) throws Exception {
    return Bus.request(
            api.vertx(),
            Addresses.MEMBERSHIPS,
            new MembershipsOf(List.of(sessions)),
            Memberships.class,
            Duration.ofSeconds(10))
        .await(10, TimeUnit.SECONDS)
        .sessions();
  }

  @Test
  void someoneWithoutATeamInCommonIsNotFound() {
    SignedIn ada = api.person("Ada");
    SignedIn bob = api.person("Bob");
    assertThat(api.get("/v1/users/" + bob.id(), ada).status()).isEqualTo(404);

    String team = api.team(ada, true);
    api.post("/v1/teams/" + team + "/join", bob, null);

    assertThat(api.get("/v1/users/" + bob.id(), ada).get("name")).isEqualTo("Bob");
    assertThat(api.get("/v1/users/" + ada.id(), ada).status()).isEqualTo(200);
  }
}
