package chat.settings;

import chat.api.Call;
import chat.api.FutureTime;
import chat.api.Operation;
import chat.api.Reply;
import chat.bus.Addresses;
import chat.bus.News;
import chat.protocol.ServerFrame;
import chat.protocol.UserSettings;
import chat.protocol.UserSettings.QuietHours;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** {@code PATCH /me/settings}: what is named is changed, and by null unset. */
public final class ChangeSettings implements Operation {
  private final Vertx vertx;
  private final SettingsRows rows;
  private final Clock clock;

  record Body(String language, String theme, QuietHours quietHours, String pausedUntil) {}

  public ChangeSettings(Vertx vertx, SettingsRows rows, Clock clock) {
    this.vertx = vertx;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "changeSettings";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    JsonNode named = call.body(JsonNode.class);
    QuietHours quiet =
        body.quietHours() == null ? null : QuietTimes.of(body.quietHours()).toHours();
    Long paused = FutureTime.parse("pausedUntil", body.pausedUntil(), clock);
    UserSettings changed =
        rows.change(
            call.user(),
            old ->
                new UserSettings(
                    named.has("language") ? body.language() : old.language(),
                    named.has("theme") ? body.theme() : old.theme(),
                    named.has("quietHours") ? quiet : old.quietHours(),
                    named.has("pausedUntil")
                        ? paused == null ? null : Instant.ofEpochMilli(paused)
                        : old.pausedUntil(),
                    old.version() + 1));
    vertx
        .eventBus()
        .publish(
            Addresses.NEWS,
            News.of(List.of(call.user()), new ServerFrame.SettingsChanged(changed)));
    return Reply.ok(SettingsView.of(changed, clock.instant()));
  }
}
