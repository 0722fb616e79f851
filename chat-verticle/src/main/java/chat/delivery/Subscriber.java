package chat.delivery;

import chat.bus.News;
import chat.bus.SessionRevoked;
import chat.delivery.DeliveryMessages.Typing;
import chat.log.ReadLog;
import java.util.List;
import java.util.Map;

/**
 * All connections of one event loop, as {@link NodeFeeds} sees them. Calls come on the feeds'
 * context and must not block; their order is that of delivery.
 */
public interface Subscriber {
  /** Events in the order of their channels, wanted by any loop of the node. */
  void deliver(List<FeedEvent> events);

  /** The channels that were asked for are followed from these heads on. */
  void following(long request, Map<String, Head> heads);

  /** Events of the channel were lost on the way to this node. */
  void lost(String channel);

  /** Changes of members were lost: what connections know of their channels may be wrong. */
  void membersLost();

  void revoked(SessionRevoked session);

  /** Somebody is writing in a channel. */
  void typing(Typing typing);

  /** Where users stand now: of one user and channel it never goes back. */
  void readsAdvanced(List<ReadLog.Position> positions);

  void news(News news);

  /** Where a channel stands: its last event and its number of messages. */
  record Head(long seq, long n) {}
}
