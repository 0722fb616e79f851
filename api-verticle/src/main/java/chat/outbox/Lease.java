package chat.outbox;

import chat.sql.DuplicateKeyException;
import chat.sql.Queries;
import java.time.Clock;
import java.time.Duration;

/**
 * Gives a job to one node at a time, so that the others don't do it in vain. Only that: with clocks
 * apart two nodes can hold it together, so the job must stand being done twice.
 */
public final class Lease {
  private final Queries database;
  private final Clock clock;
  private final String job;
  private final String owner;
  private final Duration life;

  public Lease(Queries database, Clock clock, String job, String owner, Duration life) {
    this.database = database;
    this.clock = clock;
    this.job = job;
    this.owner = owner;
    this.life = life;
  }

  /** Takes or renews it; false if another node has it. Call on a virtual thread. */
  public boolean take() {
    long now = clock.millis();
    int taken =
        database.update(
            "UPDATE leases SET owner = ?, until = ? WHERE job = ? AND (owner = ? OR until < ?)",
            owner,
            now + life.toMillis(),
            job,
            owner,
            now);
    return taken == 1 || isFirst(now);
  }

  private boolean isFirst(long now) {
    if (database.one("SELECT 1 FROM leases WHERE job = ?", row -> true, job).isPresent()) {
      return false;
    }
    try {
      database.update(
          "INSERT INTO leases (job, owner, until) VALUES (?, ?, ?)",
          job,
          owner,
          now + life.toMillis());
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }
}
