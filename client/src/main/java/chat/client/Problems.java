package chat.client;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ServerFrame;
import io.vertx.core.buffer.Buffer;

/** Turns what a server refuses into exceptions. */
final class Problems {
  private Problems() {}

  /** The part of a problem document (RFC 9457) that a client needs. */
  private record Document(String type, String title, String detail) {}

  /** Of an answer that is not 2xx; a proxy's may have no problem document. */
  static ProblemException of(int status, Buffer body, String retryAfter) {
    Document document = read(body);
    ProblemType type = document == null ? null : typeOf(document.type());
    if (type == null) {
      type = ofStatus(status);
    }
    String detail =
        document == null || document.detail() == null
            ? "The server answered with status " + status
            : document.detail();
    return new ProblemException(type, detail, seconds(retryAfter));
  }

  static ProblemException of(ServerFrame.Nack nack) {
    ProblemType type = typeOf(nack.type());
    return new ProblemException(
        type == null ? ofStatus(nack.status()) : type,
        nack.detail() == null ? nack.title() : nack.detail(),
        nack.retryAfter() == null ? 0 : nack.retryAfter());
  }

  private static Document read(Buffer body) {
    try {
      return ClientJson.read(body, Document.class);
    } catch (ProblemException notJson) {
      return null;
    }
  }

  private static ProblemType typeOf(String slug) {
    ProblemType type = ProblemType.ofSlug(slug);
    return type == ProblemType.INTERNAL && !ProblemType.INTERNAL.slug().equals(slug) ? null : type;
  }

  private static ProblemType ofStatus(int status) {
    if (status == 502 || status == 503 || status == 504) {
      return status == 503 ? ProblemType.UNAVAILABLE : ProblemType.OUTCOME_UNKNOWN;
    }
    for (ProblemType type : ProblemType.values()) {
      if (type.status() == status) {
        return type;
      }
    }
    return status < 500 ? ProblemType.BAD_REQUEST : ProblemType.INTERNAL;
  }

  private static int seconds(String retryAfter) {
    try {
      return retryAfter == null ? 0 : Math.max(0, Integer.parseInt(retryAfter.trim()));
    } catch (NumberFormatException httpDate) {
      return 1;
    }
  }
}
