package chat.bus;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the api role asks the push role, and the other way round. */
public final class PushMessages {
  /** Request {@link AudienceOf}, answered by any node with the role api. */
  public static final String AUDIENCE = "push.audience";

  /** Request {@link SessionsOf}, answered by any node with the role api. */
  public static final String SESSIONS = "push.sessions";

  /** Request {@link Offer}, answered by any node with the role push, as are all below. */
  public static final String OFFER = "push.offer";

  /** Request {@link Subscribe}. */
  public static final String SUBSCRIBE = "push.subscribe";

  /** Request {@link Unsubscribe}. */
  public static final String UNSUBSCRIBE = "push.unsubscribe";

  /** Request {@link KindsOf}. */
  public static final String KINDS = "push.kinds";

  /** Request {@link Trial}. */
  public static final String TEST = "push.test";

  /** Published {@link SubscriptionsChanged} to all nodes with the role push. */
  public static final String CHANGED = "push.changed";

  private PushMessages() {}

  /** Asks for who may be told of messages in a channel. */
  public record AudienceOf(String channel) implements BusMessage {}

  /** All members of the channel, with what they want to be told. */
  public record Audience(List<Listener> members) implements BusMessage {}

  /**
   * What a member wants to be told, as of now.
   *
   * @param level {@code all}, {@code mentions} or {@code none}
   * @param muted whether they have muted the team
   * @param quiet whether they do not want to be told anything, by a pause or quiet hours
   */
  public record Listener(String user, String level, boolean muted, boolean quiet) {}

  /** Asks for the sessions of users; at most 1,000 users. */
  public record SessionsOf(List<String> users) implements BusMessage {}

  /** Those that have neither ended nor expired. */
  public record LiveSessions(Set<String> sessions) implements BusMessage {}

  /** Asks what a client can subscribe to. */
  public record Offer() implements BusMessage {}

  /**
   * What there is.
   *
   * @param vapidPublicKey the uncompressed point, base64url
   */
  public record Offered(String vapidPublicKey, List<String> kinds) implements BusMessage {}

  /**
   * A device wants to be told while it is away. Which parts there are depends on the kind.
   *
   * @param session that ends it when it ends
   */
  public record Subscribe(
      String user,
      String device,
      String session,
      String kind,
      String endpoint,
      String p256dh,
      String auth,
      String token,
      boolean sandbox)
      implements BusMessage {}

  /** A device does not want to be told any more. */
  public record Unsubscribe(String user, String device) implements BusMessage {}

  /** Asks which devices of a user are subscribed. */
  public record KindsOf(String user) implements BusMessage {}

  /** Kind by device. */
  public record Kinds(Map<String, String> devices) implements BusMessage {}

  /** Asks for a notification that tells nothing, to one device. */
  public record Trial(String user, String device) implements BusMessage {}

  /** It is done. */
  public record Done() implements BusMessage {}

  /** Somebody's subscriptions are not what they were. */
  public record SubscriptionsChanged(String user) implements BusMessage {}
}
