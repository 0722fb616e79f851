package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.ReadLog;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code PUT /me/reads}. */
public final class MarkAllRead implements Operation {
  private final MyChannels channels;
  private final Conversation conversation;

  record Position(String channel, long n) {}

  record Body(List<Position> positions) {}

  public MarkAllRead(MyChannels channels, Conversation conversation) {
    this.channels = channels;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "markAllRead";
  }

  @Override
  public Reply handle(Call call) {
    List<Position> positions = call.body(Body.class).positions();
    Set<String> mine = channels.of(call.user());
    // All or nothing: a channel that is not the caller's is answered like one that does not exist.
    if (!positions.stream().allMatch(each -> mine.contains(each.channel()))) {
      throw Access.notFound("channel");
    }
    List<Future<Void>> marks = new ArrayList<>();
    for (Position each : positions) {
      marks.add(
          conversation
              .last(each.channel())
              .compose(
                  last ->
                      conversation.read(
                          new ReadLog.Position(
                              call.user(), each.channel(), Math.min(each.n(), last)))));
    }
    Future.await(Future.all(marks));
    return Reply.nothing();
  }
}
