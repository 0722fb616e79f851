package chat.log;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What the owner decided about a record: the same for every repeat of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.Accepted.class, name = "ok"),
  @JsonSubTypes.Type(value = Answer.Refused.class, name = "no"),
})
public sealed interface Answer {

  /** It is durable and has its place. */
  record Accepted(long seq, long n, Instant time) implements Answer {}

  /** It did not happen and never will under this id. */
  record Refused(ProblemType type, String detail) implements Answer {
    public ProblemException toException() {
      return new ProblemException(type, detail);
    }
  }
}
