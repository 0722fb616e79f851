package chat.log;

import chat.bus.BusMessage;
import java.util.List;

/** A batch of answers on the way from an owner to the node that waits for them. */
public record Answers(List<Entry> entries) implements BusMessage {

  /** One of them. */
  public record Entry(long correlation, Answer answer) {}
}
