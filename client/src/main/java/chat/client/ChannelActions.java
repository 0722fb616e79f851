package chat.client;

import chat.client.RestClient.Repeat;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What can be done to one channel itself.
 *
 * <p>Thread-safe.
 */
public final class ChannelActions {
  private final ChatSession session;
  private final String path;

  ChannelActions(ChatSession session, String channel) {
    this.session = session;
    this.path = "/channels/" + ChatSession.segment(channel);
  }

  /** Gives it another name. */
  public Future<Channel> rename(String name) {
    return change(Map.of("name", name));
  }

  /** Says what it is about; may be empty. */
  public Future<Channel> setTopic(String topic) {
    return change(Map.of("topic", topic));
  }

  /** Lets nothing be said in it any more: that is refused as {@code archived}. */
  public Future<Channel> archive() {
    return change(Map.of("archived", true));
  }

  /** Brings it back. */
  public Future<Channel> unarchive() {
    return change(Map.of("archived", false));
  }

  private Future<Channel> change(Map<String, Object> change) {
    return session
        .call(HttpMethod.PATCH, path, change, Repeat.SAFE)
        .map(body -> ClientJson.read(body, Channel.class));
  }

  /**
   * Sets what I want to be notified of.
   *
   * @param level {@code all}, {@code mentions} or {@code none}
   * @param until when it becomes {@code all} again; null for never
   */
  public Future<Notifications> notifyOf(String level, Instant until) {
    Map<String, Object> body = new HashMap<>(Map.of("level", level));
    if (until != null) {
      body.put("until", until.toString());
    }
    return session
        .call(HttpMethod.PUT, path + "/notifications", body, Repeat.SAFE)
        .map(answer -> ClientJson.read(answer, Notifications.class));
  }

  /**
   * A page of its messages that fit, newest first; fails with {@code bad-request} if the filter
   * asks for nothing.
   *
   * @param cursor null for the first page
   */
  public Future<Page<Message>> search(MessageFilter filter, String cursor) {
    return session
        .get(ChatSession.paged(path + "/search?" + filter.query(), cursor))
        .map(body -> ClientJson.readPage(body, Message.class));
  }
}
