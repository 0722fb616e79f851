package chat.attachment;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.limit.RateLimiter;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** {@code POST /attachments}. */
public final class CreateAttachment implements Operation {
  private static final RateLimiter.Limit LIMIT =
      new RateLimiter.Limit("uploads", 600, Duration.ofHours(1));

  private final Access access;
  private final Attachments attachments;
  private final RateLimiter limiter;

  record Body(String channel, long size, String sha256, String type) {}

  record Upload(String method, String url, Map<String, String> headers) {}

  record View(String key, Upload upload, String url, Instant expires) {}

  CreateAttachment(Access access, Attachments attachments, RateLimiter limiter) {
    this.access = access;
    this.attachments = attachments;
    this.limiter = limiter;
  }

  @Override
  public String id() {
    return "createAttachment";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    if (body.size() > Attachments.MAX_BYTES) {
      throw ProblemException.inField(
          ProblemType.TOO_LARGE, "size", "must be at most " + Attachments.MAX_BYTES + " bytes");
    }
    ImageType type =
        ImageType.of(body.type())
            .orElseThrow(
                () ->
                    ProblemException.inField(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "type",
                        "must be image/png, image/jpeg, image/gif, image/webp or image/avif"));
    Access.Seen seen = access.memberOf(call.user(), body.channel());
    if (seen.channel().archived()) {
      throw new ProblemException(ProblemType.ARCHIVED, "The channel is archived");
    }
    limiter.count(LIMIT, call.user());
    Attachments.Permit permit =
        attachments.permit(call.user(), seen.channel().id(), body.size(), body.sha256(), type);
    return Reply.created(
        new View(
            permit.key(),
            new Upload("PUT", permit.address(), permit.headers()),
            MediaRoute.PATH + permit.key(),
            permit.expires()));
  }
}
