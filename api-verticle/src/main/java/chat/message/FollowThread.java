package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.store.Threads;
import io.vertx.core.Future;

/** {@code PUT} and {@code DELETE /channels/{id}/messages/{seq}/follow}. */
public final class FollowThread implements Operation {
  private final Access access;
  private final Conversation conversation;
  private final Threads threads;
  private final OwnNews news;
  private final boolean follow;

  /**
   * One of the two.
   *
   * @param follow whether to follow, or to do so no longer
   */
  public FollowThread(
      Access access, Conversation conversation, Threads threads, OwnNews news, boolean follow) {
    this.access = access;
    this.conversation = conversation;
    this.threads = threads;
    this.news = news;
    this.follow = follow;
  }

  @Override
  public String id() {
    return follow ? "followThread" : "unfollowThread";
  }

  @Override
  public Reply handle(Call call) {
    String channel = call.path("id");
    long seq = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    long rev = conversation.commentable(channel, seq).rev();
    Future.await(threads.follow(call.user(), channel, seq, follow, rev));
    news.follows(call.user(), channel, seq, follow);
    return Reply.nothing();
  }
}
