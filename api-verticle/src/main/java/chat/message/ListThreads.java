package chat.message;

import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.protocol.Message;
import chat.store.MentionInbox;
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
  /** So many are looked through for those with the newest comments. */
  private static final int MOST = 2_000;

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

  /**
   * A thread that I follow.
   *
   * @param key sorts by the last comment
   */
  private record Place(Followed followed, String key) {
    String id() {
      return Messages.id(followed.channel(), followed.parent());
    }
  }

  private record Found(Message message, Followed followed) {}

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
    List<Place> newestFirst =
        places(followed).stream()
            .filter(each -> before == null || each.key().compareTo(before) < 0)
            .sorted(Comparator.comparing(Place::key).reversed())
            .toList();
    Page<Place> page = Page.of(newestFirst, call.limit(), last -> Cursor.of(last.key()));
    return Reply.ok(new Page<>(items(found(page.items()), call.user()), page.next()));
  }

  private List<Place> places(List<Followed> followed) {
    List<String> ids =
        followed.stream().map(each -> Messages.id(each.channel(), each.parent())).toList();
    Map<String, Long> times = Future.await(conversation.lastTimes(ids));
    List<Place> places = new ArrayList<>();
    for (Followed each : followed) {
      Long time = times.get(Messages.id(each.channel(), each.parent()));
      if (time != null) {
        places.add(new Place(each, key(each, time)));
      }
    }
    return places;
  }

  private static String key(Followed thread, long time) {
    return MentionInbox.key(new MentionInbox.Place(thread.channel(), thread.parent(), time));
  }

  /** Only the messages of a page are read whole. */
  private List<Found> found(List<Place> page) {
    Map<String, List<Long>> byChannel = new HashMap<>();
    for (Place each : page) {
      byChannel
          .computeIfAbsent(each.followed().channel(), c -> new ArrayList<>())
          .add(each.followed().parent());
    }
    Map<String, Message> messages = ManyMessages.get(conversation, byChannel);
    List<Found> found = new ArrayList<>();
    for (Place each : page) {
      Message message = messages.get(each.id());
      if (message != null) {
        found.add(new Found(message, each.followed()));
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
