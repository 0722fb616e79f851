package chat.push;

import static chat.push.TestPush.until;

import chat.bus.Bus;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Audience;
import chat.bus.PushMessages.AudienceOf;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TellerTest {
  private static final int MESSAGES = 50_000;
  private static final int CHANNELS = 100;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Nothing is waited for then: neither the store nor another verticle. */
  @Test
  void manyMessagesOfWhichNobodyIsToldAreDealtWith() {
    Bus.install(vertx);
    Bus.serve(
        vertx,
        PushMessages.AUDIENCE,
        AudienceOf.class,
        asked -> Future.succeededFuture(new Audience(List.of())));
    Assignment assignment = new Assignment(0, 0);
    List<LoggedPost> posts = new ArrayList<>();
    for (int offset = 0; offset < MESSAGES; offset++) {
      assignment.read(offset, true);
      String channel = "channel-" + offset % CHANNELS;
      posts.add(new LoggedPost(assignment, offset, 0, channel, "ada", List.of(), 0, false));
    }

    vertx.runOnContext(turn -> teller().posted(posts));

    until("all of them", () -> assignment.done() == MESSAGES);
  }

  private Teller teller() {
    return new Teller(
        vertx,
        new Audiences(vertx),
        new Subscriptions(vertx, null, () -> {}),
        null,
        null,
        null,
        null,
        null,
        channel -> true,
        new Deviceless(),
        null,
        0,
        new SimpleMeterRegistry());
  }
}
