package chat.status;

import chat.account.PlainText;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.CustomChanged;
import chat.problem.ProblemException;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** {@code PUT /me/status}: whoever watches the caller is told at once. */
public final class SetStatus implements Operation {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Vertx vertx;
  private final Statuses statuses;
  private final Clock clock;

  record Body(String text, String emoji, String until, Boolean lastSeen) {}

  public SetStatus(Vertx vertx, Statuses statuses, Clock clock) {
    this.vertx = vertx;
    this.statuses = statuses;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "setStatus";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    String text =
        body.text() == null || body.text().isBlank() ? "" : PlainText.name("text", body.text());
    String emoji = body.emoji() == null ? null : PlainText.name("emoji", body.emoji());
    Long until = body.until() == null ? null : until(body.until());
    if (until != null && text.isEmpty() && emoji == null) {
      throw ProblemException.inField("until", "needs a text or an emoji");
    }
    Statuses.Own before = statuses.own(call.user());
    boolean lastSeen = body.lastSeen() == null ? before.lastSeen() : body.lastSeen();
    Statuses.Own own = new Statuses.Own(text, emoji, until, lastSeen);
    statuses.set(call.user(), own);
    vertx.eventBus().publish(PresenceMessages.CUSTOM, new CustomChanged(call.user(), own.custom()));
    return Reply.ok(StatusView.of(own));
  }

  private long until(String text) {
    try {
      Instant until = OffsetDateTime.parse(text).toInstant();
      if (until.isAfter(clock.instant()) && until.isBefore(clock.instant().plus(LONGEST))) {
        return until.toEpochMilli();
      }
    } catch (DateTimeException e) {
      throw ProblemException.inField("until", "must be a time as in RFC 3339");
    }
    throw ProblemException.inField("until", "must be between now and a year from now");
  }
}
