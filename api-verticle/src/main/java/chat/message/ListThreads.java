package chat.message;

import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.protocol.Message;
import chat.store.MentionInbox;
import chat.store.MentionInbox.Place;
import chat.store.Messages;
import chat.store.Threads;
import chat.store.Threads.Followed;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code GET /me/threads}. */
public final class ListThreads implements Operation {
  private static final int MOST = 200;

  private final MyChannels channels;
  private final Conversation conversation;
  private final Threads threads;

  /**
   * A thread.
   *
   * @param message that the comments are on
   * @param read the {@code seq} of the last comment that was read
   * @param unread comments after it
   */
  record Item(Message message, boolean following, long read, long unread) {}

  private record Found(Message message, Followed followed) {
    /** Sorts by the last comment. */
    String key() {
      long time =
          message.comments() == null || message.comments().last() == null
              ? message.time().toEpochMilli()
              : message.comments().last().time().toEpochMilli();
      return MentionInbox.key(new Place(message.channel(), message.seq(), time));
    }
  }

  public ListThreads(MyChannels channels, Conversation conversation, Threads threads) {
    this.channels = channels;
    this.conversation = conversation;
    this.threads = threads;
  }

  @Override
  public String id() {
    return "listThreads";
  }

  @Override
  public Reply handle(Call call) {
    String before = call.cursor(1).map(parts -> parts.getFirst()).orElse(null);
    Set<String> mine = channels.of(call.user());
    List<Followed> followed =
        Future.await(threads.followed(call.user(), MOST)).stream()
            .filter(each -> mine.contains(each.channel()))
            .toList();
    List<Found> newestFirst =
        found(followed).stream()
            .filter(each -> before == null || each.key().compareTo(before) < 0)
            .sorted(Comparator.comparing(Found::key).reversed())
            .toList();
    Page<Found> page = Page.of(newestFirst, call.limit(), last -> Cursor.of(last.key()));
    return Reply.ok(new Page<>(items(page.items(), call.user()), page.next()));
  }

  private List<Found> found(List<Followed> followed) {
    Map<String, List<Long>> byChannel = new HashMap<>();
    followed.forEach(
        each ->
            byChannel.computeIfAbsent(each.channel(), c -> new ArrayList<>()).add(each.parent()));
    Map<String, Message> messages = ManyMessages.get(conversation, byChannel);
    List<Found> found = new ArrayList<>();
    for (Followed each : followed) {
      Message message = messages.get(Messages.id(each.channel(), each.parent()));
      if (message != null) {
        found.add(new Found(message, each));
      }
    }
    return found;
  }

  private List<Item> items(List<Found> page, String reader) {
    List<Future<Long>> unread =
        page.stream()
            .map(
                each ->
                    conversation.countComments(
                        each.message().channel(), each.message().seq(), each.followed().read()))
            .toList();
    Future.await(Future.all(unread));
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      Found each = page.get(i);
      items.add(
          new Item(
              each.message().seenBy(reader), true, each.followed().read(), unread.get(i).result()));
    }
    return items;
  }
}
