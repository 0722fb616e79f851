package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.ReadLog;
import chat.protocol.Comments;
import chat.store.ReadPositions;
import chat.store.Threads;
import io.vertx.core.Future;

/** {@code PUT /channels/{id}/messages/{seq}/comments/read}. */
public final class ReadThread implements Operation {
  private final Access access;
  private final Conversation conversation;
  private final Threads threads;
  private final ReadPositions positions;
  private final OwnNews news;

  record Body(long seq) {}

  public ReadThread(
      Access access,
      Conversation conversation,
      Threads threads,
      ReadPositions positions,
      OwnNews news) {
    this.access = access;
    this.conversation = conversation;
    this.threads = threads;
    this.positions = positions;
    this.news = news;
  }

  @Override
  public String id() {
    return "readThread";
  }

  @Override
  public Reply handle(Call call) {
    long wanted = call.body(Body.class).seq();
    String channel = call.path("id");
    long parent = MessageFields.seq(call);
    access.memberOf(call.user(), channel);
    Comments comments = conversation.commentable(channel, parent).comments();
    if (comments != null && comments.last() != null) {
      // A position past the end would hide what is still to come.
      long seq = Math.min(wanted, comments.last().seq());
      Future.await(
          Future.all(
              threads.markRead(call.user(), channel, parent, seq),
              positions.readThread(call.user(), channel, parent, seq)));
      news.hasRead(call.user(), channel, parent, seq);
      // Takes notifications back; not waited for, since nothing is wrong without.
      conversation.read(ReadLog.Position.ofThread(call.user(), channel, parent, seq));
    }
    return Reply.nothing();
  }
}
