package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.protocol.Message;
import chat.store.Threads;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code GET /channels/{id}/messages/{seq}/comments}. */
public final class ListComments implements Operation {
  /** Comments can be read while MongoDB is away: then nobody waits to hear whether they follow. */
  private static final long TOLD_WITHIN_MILLIS = 1_000;

  private final Access access;
  private final Conversation conversation;
  private final Threads threads;

  /**
   * The answer.
   *
   * @param following whether the reader follows the thread; absent while that can't be told
   */
  record View(
      List<Message> items,
      @JsonInclude(JsonInclude.Include.ALWAYS) String next,
      Boolean following) {}

  public ListComments(Access access, Conversation conversation, Threads threads) {
    this.access = access;
    this.conversation = conversation;
    this.threads = threads;
  }

  @Override
  public String id() {
    return "listComments";
  }

  @Override
  public Reply handle(Call call) {
    Optional<Long> before = call.number("before");
    Optional<Long> after = call.number("after");
    if (before.isPresent() && after.isPresent()) {
      throw ProblemException.inField("after", "can't go together with before");
    }
    int limit = call.limit();
    String channel = call.path("id");
    long parent = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    Message message = conversation.message(channel, parent);
    Future<List<Message>> comments =
        after.isPresent()
            ? conversation.commentsAfter(channel, parent, after.get(), limit + 1)
            : conversation.commentsBefore(
                channel, parent, before.orElse(Long.MAX_VALUE), limit + 1);
    Future<Threads.Followed> followed =
        threads
            .of(call.user(), channel, parent)
            .timeout(TOLD_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
            .otherwiseEmpty();
    Future.await(Future.all(comments, followed));
    Page<Message> page =
        after.isPresent()
            ? MessagePages.newer(comments.result(), limit, call.user())
            : MessagePages.older(comments.result(), limit, call.user());
    return Reply.ok(
        new View(
            page.items(),
            page.next(),
            followed.result() == null
                ? null
                : followed.result().isFollowedBy(call.user(), message, comments.result())));
  }
}
