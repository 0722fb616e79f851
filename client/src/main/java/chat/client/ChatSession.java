package chat.client;

import chat.client.RestClient.Repeat;
import chat.id.OperationId;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Imported;
import chat.protocol.Message;
import chat.protocol.UserSettings;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A signed-in device: teams, channels, direct conversations and messages over REST, and the way to
 * a live {@link ChatConnection}.
 *
 * <p>Access tokens are refreshed before they expire and when the server refuses one, once however
 * many calls wait. Calls that may be repeated are repeated when the server is away or busy, after
 * what {@code Retry-After} asks for. Thread-safe; futures fail with {@link ProblemException}.
 */
public final class ChatSession {
  private final Vertx vertx;
  private final URI server;
  private final ChatOptions options;
  private final RestClient rest;
  private final Tokens tokens;

  ChatSession(Vertx vertx, URI server, ChatOptions options, RestClient rest, Tokens tokens) {
    this.vertx = vertx;
    this.server = server;
    this.options = options;
    this.rest = rest;
    this.tokens = tokens;
  }

  /** The newest credentials; they change with each refresh. */
  public Credentials credentials() {
    return tokens.current();
  }

  /** Who is signed in. */
  public User user() {
    return tokens.current().user();
  }

  /** Asks the server who is signed in. */
  public Future<User> me() {
    return get("/me").map(body -> ClientJson.read(body, User.class));
  }

  /** Somebody who shares a team or conversation with me. */
  public Future<User> user(String id) {
    return get("/users/" + segment(id)).map(body -> ClientJson.read(body, User.class));
  }

  /** Ends the session on the server; its live sockets close. */
  public Future<Void> logOut() {
    return call(HttpMethod.DELETE, "/sessions/current", null, Repeat.SAFE).mapEmpty();
  }

  /** Makes a team with its channel {@code general}; I become its owner. */
  public Future<Team> createTeam(String name, boolean open) {
    return post("/teams", Map.of("name", name, "open", open))
        .map(body -> ClientJson.read(body, Team.class));
  }

  /** A page of my teams; {@code cursor} is null for the first. */
  public Future<Page<Team>> teams(String cursor) {
    return get(paged("/teams", cursor)).map(body -> ClientJson.readPage(body, Team.class));
  }

  /** Joins an open team; fails with {@code forbidden} if it is not open. */
  public Future<Team> joinTeam(String team) {
    return call(HttpMethod.POST, "/teams/" + segment(team) + "/join", Map.of(), Repeat.SAFE)
        .map(body -> ClientJson.read(body, Team.class));
  }

  /** Makes an invite to a team. */
  public Future<Invite> invite(String team) {
    return post("/teams/" + segment(team) + "/invites", Map.of())
        .map(body -> ClientJson.read(body, Invite.class));
  }

  /** Joins the team of an invite; again does no harm. */
  public Future<Team> acceptInvite(String code) {
    return call(HttpMethod.POST, "/invites/" + segment(code) + "/accept", Map.of(), Repeat.SAFE)
        .map(body -> ClientJson.read(body, Team.class));
  }

  /** A page of a team's members whose name or handle starts with {@code prefix}. */
  public Future<Page<Member>> teamMembers(String team, String prefix, String cursor) {
    return get(paged("/teams/" + segment(team) + "/members?q=" + segment(prefix), cursor))
        .map(body -> ClientJson.readPage(body, Member.class));
  }

  /** Makes a channel in a team; I am in it. */
  public Future<Channel> createChannel(String team, String name, boolean isPrivate) {
    return post("/teams/" + segment(team) + "/channels", Map.of("name", name, "private", isPrivate))
        .map(body -> ClientJson.read(body, Channel.class));
  }

  /** A page of the channels of a team that I may see, without archived ones. */
  public Future<Page<Channel>> channels(String team, String cursor) {
    return channels(team, false, cursor);
  }

  /** A page of the archived channels of a team that I may see. */
  public Future<Page<Channel>> archivedChannels(String team, String cursor) {
    return channels(team, true, cursor);
  }

  private Future<Page<Channel>> channels(String team, boolean archived, String cursor) {
    return get(paged("/teams/" + segment(team) + "/channels?archived=" + archived, cursor))
        .map(body -> ClientJson.readPage(body, Channel.class));
  }

  /** A channel or direct conversation. */
  public Future<Channel> channel(String channel) {
    return get("/channels/" + segment(channel)).map(body -> ClientJson.read(body, Channel.class));
  }

  /** Joins a channel of my team. */
  public Future<Void> joinChannel(String channel) {
    return call(HttpMethod.POST, "/channels/" + segment(channel) + "/join", Map.of(), Repeat.SAFE)
        .mapEmpty();
  }

  /** Adds somebody to a channel. */
  public Future<Void> addMember(String channel, String user) {
    return call(
            HttpMethod.POST,
            "/channels/" + segment(channel) + "/members",
            Map.of("user", user),
            Repeat.SAFE)
        .mapEmpty();
  }

  /** Takes somebody, or myself, out of a channel. */
  public Future<Void> removeMember(String channel, String user) {
    return call(
            HttpMethod.DELETE,
            "/channels/" + segment(channel) + "/members/" + segment(user),
            null,
            Repeat.SAFE)
        .mapEmpty();
  }

  /** A page of a channel's members. */
  public Future<Page<Member>> members(String channel, String cursor) {
    return get(paged("/channels/" + segment(channel) + "/members", cursor))
        .map(body -> ClientJson.readPage(body, Member.class));
  }

  /** The direct conversation of me and these others (1 to 8); the same people, the same channel. */
  public Future<Channel> directMessages(List<String> others) {
    return call(HttpMethod.POST, "/dms", Map.of("users", others), Repeat.SAFE)
        .map(body -> ClientJson.read(body, Channel.class));
  }

  /** A page of my direct conversations. */
  public Future<Page<Channel>> directConversations(String cursor) {
    return get(paged("/dms", cursor)).map(body -> ClientJson.readPage(body, Channel.class));
  }

  /** The newest {@code limit} messages, ascending. */
  public Future<List<Message>> history(String channel, int limit) {
    return messages(channel, "limit=" + limit);
  }

  /** The newest {@code limit} messages with a {@code seq} below {@code before}, ascending. */
  public Future<List<Message>> historyBefore(String channel, long before, int limit) {
    return messages(channel, "limit=" + limit + "&before=" + before);
  }

  /** The oldest {@code limit} messages with a {@code seq} above {@code after}, ascending. */
  public Future<List<Message>> historyAfter(String channel, long after, int limit) {
    return messages(channel, "limit=" + limit + "&after=" + after);
  }

  /** The messages about the one at {@code seq}, itself included if it is there, ascending. */
  public Future<List<Message>> historyAround(String channel, long seq, int limit) {
    return messages(channel, "limit=" + limit + "&around=" + seq);
  }

  /** One message; fails with {@code not-found}. */
  public Future<Message> message(String channel, long seq) {
    return get(messagePath(channel, seq)).map(body -> ClientJson.read(body, Message.class));
  }

  /** The newest {@code limit} comments on a message below {@code before}, ascending. */
  public Future<List<Message>> commentsBefore(
      String channel, long message, long before, int limit) {
    // The server takes numbers that JavaScript can hold.
    long end = Math.min(before, (1L << 53) - 1);
    return get(messagePath(channel, message) + "/comments?limit=" + limit + "&before=" + end)
        .map(body -> ClientJson.readPage(body, Message.class).items());
  }

  /**
   * Gives a message of mine another text. Fails with {@code conflict} if its text was changed after
   * the state that I saw.
   *
   * @param id repeat it when the outcome is unknown
   * @param seen the message as I saw it
   * @return the message as it is now
   */
  public Future<Message> edit(OperationId id, Message seen, String body, List<String> mentions) {
    return call(
            HttpMethod.PATCH,
            messagePath(seen.channel(), seen.seq()),
            Map.of("op", id.toString(), "rev", seen.rev(), "body", body, "mentions", mentions),
            Repeat.SAFE)
        .map(answer -> ClientJson.read(answer, Message.class));
  }

  /** Deletes a message; a tombstone stays. Again does no harm. */
  public Future<Void> delete(String channel, long seq) {
    return call(HttpMethod.DELETE, messagePath(channel, seq), null, Repeat.SAFE).mapEmpty();
  }

  /** Reacts to a message with an emoji of Unicode; again does no harm. */
  public Future<Void> react(String channel, long seq, String emoji) {
    return call(HttpMethod.PUT, reactionPath(channel, seq, emoji), null, Repeat.SAFE).mapEmpty();
  }

  /** Takes a reaction back; again does no harm. */
  public Future<Void> unreact(String channel, long seq, String emoji) {
    return call(HttpMethod.DELETE, reactionPath(channel, seq, emoji), null, Repeat.SAFE).mapEmpty();
  }

  /** The pinned messages of a channel, the one pinned last first. */
  public Future<List<Message>> pins(String channel) {
    return get("/channels/" + segment(channel) + "/pins")
        .map(body -> ClientJson.readPage(body, Message.class).items());
  }

  /** Pins a message; again does no harm. */
  public Future<Void> pin(String channel, long seq) {
    return call(HttpMethod.PUT, pinPath(channel, seq), null, Repeat.SAFE).mapEmpty();
  }

  /** Unpins a message; again does no harm. */
  public Future<Void> unpin(String channel, long seq) {
    return call(HttpMethod.DELETE, pinPath(channel, seq), null, Repeat.SAFE).mapEmpty();
  }

  /** A page of the messages that mention me, newest first; {@code cursor} is null for the first. */
  public Future<Page<Message>> mentions(String cursor) {
    return get(paged("/me/mentions", cursor)).map(body -> ClientJson.readPage(body, Message.class));
  }

  /** A page of the threads that I follow, the one with the newest comment first. */
  public Future<Page<FollowedThread>> threads(String cursor) {
    return get(paged("/me/threads", cursor))
        .map(body -> ClientJson.readPage(body, FollowedThread.class));
  }

  /**
   * Whether I follow the comments on a message; who wrote it does, from the first one on. {@code
   * null} while the server cannot tell.
   */
  public Future<Boolean> follows(String channel, long seq) {
    return get(messagePath(channel, seq) + "/comments")
        .map(body -> ClientJson.read(body, Following.class).following());
  }

  private record Following(Boolean following) {}

  /** Follows the comments on a message, or does so no longer. */
  public Future<Void> follow(String channel, long seq, boolean follow) {
    return call(
            follow ? HttpMethod.PUT : HttpMethod.DELETE,
            messagePath(channel, seq) + "/follow",
            null,
            Repeat.SAFE)
        .mapEmpty();
  }

  /** Tells that I have read the comments on a message up to one of them; never goes back. */
  public Future<Void> readThread(String channel, long message, long comment) {
    return call(
            HttpMethod.PUT,
            messagePath(channel, message) + "/comments/read",
            Map.of("seq", comment),
            Repeat.SAFE)
        .mapEmpty();
  }

  /** Counts a channel as unread from message {@code n} on, until it is read again. */
  public Future<Void> markUnread(String channel, long n) {
    return call(
            HttpMethod.PUT,
            "/channels/" + segment(channel) + "/unread",
            Map.of("n", n),
            Repeat.SAFE)
        .mapEmpty();
  }

  private static String messagePath(String channel, long seq) {
    return "/channels/" + segment(channel) + "/messages/" + seq;
  }

  private static String reactionPath(String channel, long seq, String emoji) {
    return messagePath(channel, seq) + "/reactions/" + segment(emoji);
  }

  private static String pinPath(String channel, long seq) {
    return "/channels/" + segment(channel) + "/pins/" + seq;
  }

  private Future<List<Message>> messages(String channel, String query) {
    return get("/channels/" + segment(channel) + "/messages?" + query)
        .map(body -> ClientJson.readPage(body, Message.class).items());
  }

  /** What changed in a channel after {@code rev}. */
  public Future<Changes> changes(String channel, long rev) {
    return get("/channels/" + segment(channel) + "/changes?since=" + rev)
        .map(body -> ClientJson.read(body, Changes.class));
  }

  /**
   * Sends a message over REST; again with the same {@code id} gives the same answer. {@link
   * ChatConnection#send} is cheaper and outlives longer outages.
   */
  public Future<Sent> send(String channel, OperationId id, String body) {
    return send(channel, Map.of("id", id.toString(), "body", body));
  }

  /**
   * Puts a message of elsewhere into a channel that I may moderate; again with the same {@code id}
   * gives the same answer.
   *
   * @param parent the {@code seq} of the message that it is a comment on, or 0
   * @param alsoInChannel whether a comment is shown in the channel too
   */
  public Future<Sent> importMessage(
      String channel,
      OperationId id,
      String body,
      Imported imported,
      long parent,
      boolean alsoInChannel) {
    Map<String, Object> message =
        new HashMap<>(Map.of("id", id.toString(), "body", body, "imported", imported));
    if (parent > 0) {
      message.put("parent", parent);
      message.put("alsoInChannel", alsoInChannel);
    }
    return send(channel, message);
  }

  private Future<Sent> send(String channel, Map<String, Object> message) {
    return call(
            HttpMethod.POST, "/channels/" + segment(channel) + "/messages", message, Repeat.SAFE)
        .map(
            answer -> {
              Sent sent = ClientJson.read(answer, Sent.class);
              return new Sent(channel, sent.id(), sent.seq(), sent.n(), sent.time());
            });
  }

  /** Tells that I have read a channel up to {@code n}; never goes back. */
  public Future<Void> markRead(String channel, long n) {
    return call(
            HttpMethod.PUT, "/channels/" + segment(channel) + "/read", Map.of("n", n), Repeat.SAFE)
        .mapEmpty();
  }

  /** The same of several channels at once: all or, if one is not mine, none. At most 200. */
  public Future<Void> markRead(Map<String, Long> positions) {
    List<Map<String, Object>> all =
        positions.entrySet().stream()
            .map(each -> Map.<String, Object>of("channel", each.getKey(), "n", each.getValue()))
            .toList();
    return call(HttpMethod.PUT, "/me/reads", Map.of("positions", all), Repeat.SAFE).mapEmpty();
  }

  /** Keeps what I have begun to write in a channel, for all my devices. */
  public Future<Void> keepDraft(String channel, String body) {
    return call(HttpMethod.PUT, draftPath(channel), Map.of("body", body), Repeat.SAFE).mapEmpty();
  }

  /** Removes my draft in a channel; again does no harm. */
  public Future<Void> removeDraft(String channel) {
    return call(HttpMethod.DELETE, draftPath(channel), null, Repeat.SAFE).mapEmpty();
  }

  /** A page of my drafts; {@code cursor} is null for the first. */
  public Future<Page<Draft>> drafts(String cursor) {
    return get(paged("/me/drafts", cursor)).map(body -> ClientJson.readPage(body, Draft.class));
  }

  private static String draftPath(String channel) {
    return "/channels/" + segment(channel) + "/draft";
  }

  /**
   * Opens a live connection, which connects, and reconnects until it is closed. Returns at once;
   * {@code listener} hears of each connect and disconnect.
   */
  public ChatConnection connect(Start start, ChatListener listener) {
    return ChatConnection.open(vertx, server, options, this, start, listener);
  }

  /** What can be done in a team by its roles. */
  public TeamActions team(String id) {
    return new TeamActions(this, id);
  }

  /** What can be done to a channel itself. */
  public ChannelActions inChannel(String id) {
    return new ChannelActions(this, id);
  }

  /** Images for messages. */
  public Images images() {
    return new Images(this, rest);
  }

  /** What I have set for all my devices. */
  public Future<UserSettings> settings() {
    return get("/me").map(body -> ClientJson.read(body, Me.class).settings());
  }

  private record Me(UserSettings settings) {}

  /**
   * Changes what I have set.
   *
   * @param changes by name, as in {@link UserSettings}; a null value unsets it
   */
  public Future<UserSettings> changeSettings(Map<String, Object> changes) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    changes.forEach((name, value) -> body.set(name, ClientJson.tree(value)));
    return call(HttpMethod.PATCH, "/me/settings", body, Repeat.SAFE)
        .map(answer -> ClientJson.read(answer, UserSettings.class));
  }

  Tokens tokens() {
    return tokens;
  }

  Future<Buffer> get(String path) {
    return call(HttpMethod.GET, path, null, Repeat.SAFE);
  }

  private Future<Buffer> post(String path, Object body) {
    return call(HttpMethod.POST, path, body, Repeat.IF_REFUSED);
  }

  Future<Buffer> call(HttpMethod method, String path, Object body, Repeat repeat) {
    return tokens
        .access()
        .compose(
            token ->
                rest.call(method, path, body, token, repeat)
                    .recover(
                        failure ->
                            ProblemException.of(failure).type() == ProblemType.UNAUTHORIZED
                                ? tokens
                                    .replace(token)
                                    .compose(fresh -> rest.call(method, path, body, fresh, repeat))
                                : Future.failedFuture(failure)));
  }

  static String paged(String path, String cursor) {
    if (cursor == null) {
      return path;
    }
    return path + (path.contains("?") ? "&" : "?") + "cursor=" + segment(cursor);
  }

  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
