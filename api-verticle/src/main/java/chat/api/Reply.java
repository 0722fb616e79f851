package chat.api;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param body a record that is written as JSON; null for none
 */
public record Reply(int status, Object body) {
  public static Reply ok(Object body) {
    return new Reply(200, body);
  }

  public static Reply created(Object body) {
    return new Reply(201, body);
  }

  public static Reply nothing() {
    return new Reply(204, null);
  }
}
