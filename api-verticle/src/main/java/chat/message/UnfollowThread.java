package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.store.Threads;
import io.vertx.core.Future;

/** {@code DELETE /channels/{id}/messages/{seq}/follow}. */
public final class UnfollowThread implements Operation {
  private final Access access;
  private final Conversation conversation;
  private final Threads threads;
  private final OwnNews news;

  public UnfollowThread(Access access, Conversation conversation, Threads threads, OwnNews news) {
    this.access = access;
    this.conversation = conversation;
    this.threads = threads;
    this.news = news;
  }

  @Override
  public String id() {
    return "unfollowThread";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    long rev = conversation.commentable(channel, seq).rev();
    Future.await(threads.follow(call.user(), channel, seq, false, rev));
    news.follows(call.user(), channel, seq, false);
    return Reply.nothing();
  }
}
