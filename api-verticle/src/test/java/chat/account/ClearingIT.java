package chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.sql.Database;
import chat.sql.TestDatabase;
import chat.team.Invites;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseBackends(Backend.MYSQL)
final class ClearingIT {
  private static final Duration LIFE = Duration.ofDays(90);
  private static final Clock NOW = Clock.systemUTC();

  private TestDatabase opened;
  private Database database;

  @BeforeEach
  void open(Backends backends) {
    opened = TestDatabase.open(backends);
    database = opened.database();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private Sessions sessions(Duration ago) {
    return new Sessions(database, Clock.offset(NOW, ago.negated()), LIFE);
  }

  @Test
  void sessionsThatAreOverAreDeletedADayLaterAndLiveOnesStay() {
    Sessions now = sessions(Duration.ZERO);
    Sessions.Open live = now.open("u1", "phone", "web");
    Sessions.Open endedNow = now.open("u1", "phone", "web");
    now.end("u1", endedNow.session());
    Sessions.Open endedBefore = now.open("u1", "phone", "web");
    sessions(Duration.ofHours(25)).end("u1", endedBefore.session());
    sessions(LIFE.plusHours(25)).open("u1", "phone", "web");
    Sessions.Open expiredNow = sessions(LIFE.plusHours(23)).open("u1", "phone", "web");

    now.deleteOver();

    assertThat(database.list("SELECT session FROM sessions WHERE user = 'u1'", r -> r.getString(0)))
        .containsExactlyInAnyOrder(live.session(), endedNow.session(), expiredNow.session());
  }

  @Test
  void moreThanOnePortionIsDeletedAtATime() {
    IntStream.range(0, 2_100)
        .forEach(
            i -> {
              String code = "code" + i;
              long expires = i < 2_050 ? 5L : NOW.millis();
              database.update(
                  "INSERT INTO invites (code, team, expires) VALUES (?, 't', ?)", code, expires);
              database.update(
                  "INSERT INTO team_invites"
                      + " (team, code, role, channels, created_by, created, expires, uses, uses_left)"
                      + " VALUES ('t', ?, 'member', '', 'u', 0, ?, 1, 1)",
                  code,
                  expires);
            });

    assertThat(new Invites(database, NOW).deleteOver()).isEqualTo(2_050);
    for (String table : List.of("invites", "team_invites")) {
      assertThat(database.one("SELECT COUNT(*) FROM " + table, r -> r.getInteger(0))).hasValue(50);
    }
  }
}
