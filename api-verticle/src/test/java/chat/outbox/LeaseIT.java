package chat.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.sql.Database;
import chat.sql.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseBackends(Backend.MYSQL)
final class LeaseIT {
  private static final Duration LONG = Duration.ofHours(1);

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

  private Lease lease(String job, String owner, Duration life) {
    return new Lease(database, job, owner, life);
  }

  @Test
  void oneNodeHasTheJobAndMayRenewItsLease() {
    assertThat(lease("held", "a", LONG).take()).isTrue();
    assertThat(lease("held", "b", LONG).take()).isFalse();
    assertThat(lease("held", "a", LONG).take()).isTrue();
  }

  /** It ended an hour ago by the database's clock, which is all that is asked. */
  @Test
  void aLeaseThatHasEndedIsAnybodys() {
    assertThat(lease("ended", "a", LONG.negated()).take()).isTrue();
    assertThat(lease("ended", "b", LONG).take()).isTrue();
    assertThat(lease("ended", "a", LONG).take()).isFalse();
  }

  @Test
  void aLeaseEndsByTheClockOfTheDatabase() {
    lease("clock", "a", LONG).take();

    long left =
        database
            .one(
                "SELECT CAST(until - UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED) FROM leases"
                    + " WHERE job = 'clock'",
                row -> row.getLong(0))
            .orElseThrow();
    assertThat(Duration.ofMillis(left)).isBetween(LONG.minusMinutes(5), LONG);
  }
}
