package chat.message;

import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.protocol.Mentions;
import chat.protocol.Message;
import chat.store.Broadcasts;
import chat.store.Broadcasts.Broadcast;
import chat.store.MentionInbox;
import chat.store.MentionInbox.Place;
import chat.store.Messages;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code GET /me/mentions}. */
public final class ListMentions implements Operation {
  private final MyChannels channels;
  private final Conversation conversation;
  private final MentionInbox inbox;
  private final Broadcasts broadcasts;

  public ListMentions(
      MyChannels channels, Conversation conversation, MentionInbox inbox, Broadcasts broadcasts) {
    this.channels = channels;
    this.conversation = conversation;
    this.inbox = inbox;
    this.broadcasts = broadcasts;
  }

  @Override
  public String id() {
    return "listMentions";
  }

  @Override
  public Reply handle(Call call) {
    int limit = call.limit();
    String before = call.cursor(1).map(parts -> parts.getFirst()).orElse(null);
    Set<String> mine = channels.of(call.user());
    List<Place> places = places(call.user(), mine, before, limit + 1);
    boolean more = places.size() > limit;
    List<Place> page = more ? places.subList(0, limit) : places;
    return Reply.ok(
        new Page<>(
            messages(call.user(), page),
            more ? Cursor.of(MentionInbox.key(page.getLast())) : null));
  }

  /** Where the newest mentions are, by name or with all others. */
  private List<Place> places(String user, Set<String> mine, String before, int limit) {
    Future<List<Place>> own = inbox.newest(user, mine, before, limit);
    Future<Map<String, List<Broadcast>>> ofAll = broadcasts.of(mine);
    Future.await(Future.all(own, ofAll));
    List<Place> all = new ArrayList<>(own.result());
    ofAll
        .result()
        .forEach(
            (channel, last) ->
                last.stream()
                    .filter(each -> !each.sender().equals(user))
                    .map(each -> new Place(channel, each.seq(), each.time()))
                    .filter(at -> before == null || MentionInbox.key(at).compareTo(before) < 0)
                    .forEach(all::add));
    return all.stream()
        .distinct()
        .sorted(Comparator.comparing(MentionInbox::key).reversed())
        .limit(limit)
        .toList();
  }

  /** Those that still mention the user, in the order of their places. */
  private List<Message> messages(String user, List<Place> places) {
    Map<String, List<Long>> byChannel = new HashMap<>();
    places.forEach(
        at -> byChannel.computeIfAbsent(at.channel(), c -> new ArrayList<>()).add(at.seq()));
    Map<String, Message> found = ManyMessages.get(conversation, byChannel);
    return places.stream()
        .map(at -> found.get(Messages.id(at.channel(), at.seq())))
        .filter(Objects::nonNull)
        .filter(
            message ->
                message.mentions().contains(user) || Mentions.isBroadcast(message.mentions()))
        .map(message -> message.seenBy(user))
        .toList();
  }
}
