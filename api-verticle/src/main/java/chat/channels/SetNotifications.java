package chat.channels;

import chat.access.Access;
import chat.api.Call;
import chat.api.FutureTime;
import chat.api.Operation;
import chat.api.Reply;
import chat.bus.Addresses;
import chat.bus.News;
import chat.problem.ProblemException;
import chat.protocol.ServerFrame;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** {@code PUT /channels/{id}/notifications}. */
public final class SetNotifications implements Operation {
  private final Vertx vertx;
  private final Access access;
  private final Channels channels;
  private final Clock clock;

  record Body(String level, String until) {}

  public SetNotifications(Vertx vertx, Access access, Channels channels, Clock clock) {
    this.vertx = vertx;
    this.access = access;
    this.channels = channels;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "setNotifications";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    Level level = Level.of(body.level());
    if (level == Level.ALL && body.until() != null) {
      throw ProblemException.inField("until", "is not for level all, to which it leads back");
    }
    Long until = FutureTime.parse("until", body.until(), clock);
    Access.Seen seen = access.memberOf(call.user(), call.path("id"));
    if (!channels.setLevel(call.user(), seen.channel().id(), level, until)) {
      throw Access.notFound("channel");
    }
    Own own = new Own(seen.role().orElseThrow(), level, until);
    vertx
        .eventBus()
        .publish(
            Addresses.NEWS,
            News.of(
                List.of(call.user()),
                new ServerFrame.NotificationsChanged(
                    seen.channel().id(),
                    level.text(),
                    until == null ? null : Instant.ofEpochMilli(until))));
    return Reply.ok(own.notificationsAt(clock.millis()));
  }
}
