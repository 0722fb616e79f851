package chat.sockjs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.http.HttpMethod;

/** How frames go to a client in the body of an HTTP response. */
enum HttpTransport {
  /** One response for each delivery. */
  XHR_POLLING("xhr", HttpMethod.POST, "application/javascript; charset=UTF-8", "", "", "\n", false),

  /** The first 2 KB make browsers show what comes after them at once. */
  XHR_STREAMING(
      "xhr_streaming",
      HttpMethod.POST,
      "application/javascript; charset=UTF-8",
      "h".repeat(2_048) + '\n',
      "",
      "\n",
      true),

  /** Server-sent events of the HTML standard. */
  EVENT_SOURCE(
      "eventsource", HttpMethod.GET, "text/event-stream", "\r\n", "data: ", "\r\n\r\n", true);

  final String path;
  final HttpMethod method;
  final String contentType;
  final byte[] prelude;
  final byte[] before;
  final byte[] after;

  /** Whether a response carries many deliveries. */
  final boolean streams;

  HttpTransport(
      String path,
      HttpMethod method,
      String contentType,
      String prelude,
      String before,
      String after,
      boolean streams) {
    this.path = path;
    this.method = method;
    this.contentType = contentType;
    this.prelude = prelude.getBytes(US_ASCII);
    this.before = before.getBytes(US_ASCII);
    this.after = after.getBytes(US_ASCII);
    this.streams = streams;
  }
}
