package chat.channel;

import chat.bus.Addresses;
import chat.log.Answer;
import chat.log.Answers;
import chat.log.Origin;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers answers and sends them, one message a node and flush. Not thread-safe. */
final class AnswerOutbox {
  private final EventBus bus;
  private Map<String, List<Answers.Entry>> pending = new HashMap<>();

  AnswerOutbox(EventBus bus) {
    this.bus = bus;
  }

  void add(Origin origin, Answer answer) {
    if (origin != null && answer != null) {
      pending
          .computeIfAbsent(origin.node(), node -> new ArrayList<>())
          .add(new Answers.Entry(origin.correlation(), answer));
    }
  }

  void flush() {
    if (pending.isEmpty()) {
      return;
    }
    Map<String, List<Answers.Entry>> ready = pending;
    pending = new HashMap<>();
    ready.forEach((node, entries) -> bus.send(Addresses.answers(node), new Answers(entries)));
  }
}
