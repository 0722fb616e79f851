package chat.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Who waits for the answer to a record; travels in its header {@code origin}.
 *
 * @param node the incarnation of the process
 * @param correlation which of its waiting operations
 */
public record Origin(String node, long correlation) {
  private static final String HEADER = "origin";

  void addTo(Headers headers) {
    headers.add(HEADER, (node + '/' + correlation).getBytes(US_ASCII));
  }

  /** The origin in these headers, or {@code null} if nobody waits or it can't be read. */
  public static Origin in(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null) {
      return null;
    }
    String text = new String(header.value(), US_ASCII);
    int slash = text.lastIndexOf('/');
    try {
      return slash < 1
          ? null
          : new Origin(text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
