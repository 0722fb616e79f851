package chat.outbox;

import chat.sql.DuplicateKeyException;
import chat.sql.Queries;
import java.time.Duration;

/**
 * Gives a job to one node at a time, so that the others don't do it in vain. Only that: one that
 * was paused goes on with a lease that has ended, so the job must stand being done twice.
 *
 * <p>Time is the database's: a node whose clock is an hour ahead would otherwise keep the job from
 * the others for that hour after it has gone.
 */
public final class Lease {
  /** Milliseconds since 1970. */
  private static final String NOW = "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

  private final Queries database;
  private final String job;
  private final String owner;
  private final Duration life;

  public Lease(Queries database, String job, String owner, Duration life) {
    this.database = database;
    this.job = job;
    this.owner = owner;
    this.life = life;
  }

  /** Takes or renews it; false if another node has it. Call on a virtual thread. */
  public boolean take() {
    int taken =
        database.update(
            "UPDATE leases SET owner = ?, until = "
                + NOW
                + " + ? WHERE job = ? AND (owner = ? OR until < "
                + NOW
                + ")",
            owner,
            life.toMillis(),
            job,
            owner);
    return taken == 1 || isFirst();
  }

  private boolean isFirst() {
    if (database.one("SELECT 1 FROM leases WHERE job = ?", row -> true, job).isPresent()) {
      return false;
    }
    try {
      database.update(
          "INSERT INTO leases (job, owner, until) VALUES (?, ?, " + NOW + " + ?)",
          job,
          owner,
          life.toMillis());
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }
}
