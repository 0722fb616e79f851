package chat.api;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an operation was called with.
 *
 * <p>Immutable.
 */
public final class Call {
  private static final int LIMIT = 50;

  private final Caller caller;
  private final String address;
  private final Map<String, String> path;
  private final Map<String, String> query;
  private final byte[] body;

  /**
   * A call.
   *
   * @param caller null if nobody is signed in
   * @param address where it came from, the proxies that we trust left out
   * @param body empty for none
   */
  Call(
      Caller caller,
      String address,
      Map<String, String> path,
      Map<String, String> query,
      byte[] body) {
    this.caller = caller;
    this.address = address;
    this.path = path;
    this.query = query;
    this.body = body;
  }

  /** Who calls; fails with {@code unauthorized} if nobody is signed in. */
  public Caller caller() {
    if (caller == null) {
      throw new ProblemException(ProblemType.UNAUTHORIZED, "This needs an access token");
    }
    return caller;
  }

  /** The user who calls. */
  public String user() {
    return caller().user();
  }

  /** Where the call came from, for limits by address. */
  public String address() {
    return address;
  }

  /** A parameter of the path. */
  public String path(String name) {
    return path.get(name);
  }

  /** A parameter of the query. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A whole number in the query. */
  public Optional<Long> number(String name) {
    return query(name).map(Long::parseLong);
  }

  /** How many items the caller wants at most. */
  public int limit() {
    return limit(LIMIT);
  }

  /** The same with another default. */
  public int limit(int otherwise) {
    return query("limit").map(Integer::parseInt).orElse(otherwise);
  }

  /** The parts of the cursor, if there is one. */
  public Optional<List<String>> cursor(int parts) {
    return query("cursor").map(cursor -> Cursor.parse(cursor, parts));
  }

  /** Whether there is a body. */
  public boolean hasBody() {
    return body.length > 0;
  }

  /** The body; absent properties are null. */
  public <T> T body(Class<T> type) {
    try {
      return Wire.fromJson(body, type);
    } catch (JsonMappingException e) {
      String field =
          e.getPath().stream()
              .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
              .collect(Collectors.joining("."));
      throw ProblemException.inField(field.isEmpty() ? "body" : field, "is not valid");
    } catch (JsonProcessingException e) {
      throw ProblemException.inField("body", "is not valid JSON");
    }
  }
}
