package chat.sql;

/** Deletes many rows without one long transaction, which would hold up replicas and writers. */
public final class Rows {
  private static final int AT_ONCE = 1_000;

  private Rows() {}

  /**
   * Deletes everything that {@code tableAndCondition} names, in portions; call on a virtual thread.
   *
   * @param tableAndCondition what follows {@code DELETE FROM}
   * @return how many rows
   */
  public static int deleteAll(Queries database, String tableAndCondition, Object... values) {
    int deleted = 0;
    int last;
    do {
      last = database.update("DELETE FROM " + tableAndCondition + " LIMIT " + AT_ONCE, values);
      deleted += last;
    } while (last == AT_ONCE);
    return deleted;
  }
}
