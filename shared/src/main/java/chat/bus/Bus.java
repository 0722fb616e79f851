package chat.bus;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event bus with typed messages, and refusals that keep their type on the way. */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  private static final List<Class<? extends BusMessage>> MESSAGES =
      List.of(
          SessionRevoked.class,
          ReadsAdvanced.class,
          News.class,
          AttachmentMessages.Take.class,
          AttachmentMessages.Taken.class,
          AttachmentMessages.Sent.class,
          DirectoryMessages.MembershipsOf.class,
          DirectoryMessages.Memberships.class,
          DirectoryMessages.MayModerate.class,
          DirectoryMessages.Moderation.class,
          OwnerMessages.Claims.class,
          OwnerMessages.ClaimsWanted.class,
          OwnerMessages.TailWanted.class,
          OwnerMessages.Tail.class,
          OwnerMessages.PinsWanted.class,
          OwnerMessages.Pins.class,
          PresenceMessages.Changed.class,
          PresenceMessages.Query.class,
          PresenceMessages.Statuses.class,
          PresenceMessages.Transitions.class,
          PresenceMessages.TransitionsLost.class,
          PresenceMessages.Look.class,
          PresenceMessages.Looked.class,
          PresenceMessages.WentOffline.class,
          PresenceMessages.CustomChanged.class,
          PushMessages.AudienceOf.class,
          PushMessages.Audience.class,
          PushMessages.SessionsOf.class,
          PushMessages.LiveSessions.class,
          PushMessages.Offer.class,
          PushMessages.Offered.class,
          PushMessages.Subscribe.class,
          PushMessages.Unsubscribe.class,
          PushMessages.KindsOf.class,
          PushMessages.Kinds.class,
          PushMessages.Trial.class,
          PushMessages.Done.class,
          PushMessages.SubscriptionsChanged.class);

  private Bus() {}

  /** Registers the codecs of this package's records; once per {@link Vertx}. */
  public static void install(Vertx vertx) {
    MESSAGES.forEach(type -> register(vertx.eventBus(), type));
  }

  /** Registers the codec of a module's own record. */
  public static <T extends BusMessage> void register(EventBus bus, Class<T> type) {
    bus.registerDefaultCodec(type, new CborCodec<>(type));
  }

  /**
   * Asks one handler of {@code address}: one of this process, if there is one and it is not without
   * what it needs, otherwise any. So what can be answered here does not wait for a node that has
   * died and of which nobody knows yet.
   *
   * @param message may be asked twice
   * @return the answer; fails with {@link ProblemException}: the handler's own refusal, or {@code
   *     unavailable} if nobody answered in time
   */
  public static <R> Future<R> request(
      Vertx vertx, String address, BusMessage message, Class<R> reply, Duration timeout) {
    DeliveryOptions anywhere = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    DeliveryOptions here = new DeliveryOptions(anywhere).setLocalOnly(true);
    return ask(vertx, address, message, here)
        .recover(
            failure ->
                mayKnowElsewhere(failure)
                    ? ask(vertx, address, message, anywhere)
                    : Future.failedFuture(failure))
        .map(reply::cast)
        .recover(failure -> Future.failedFuture(refusal(address, failure)));
  }

  private static Future<Object> ask(
      Vertx vertx, String address, BusMessage message, DeliveryOptions options) {
    return vertx.eventBus().<Object>request(address, message, options).map(Message::body);
  }

  /** Whether another handler may answer what this one, if there was one, could not. */
  private static boolean mayKnowElsewhere(Throwable failure) {
    return failure instanceof ReplyException reply
        && switch (reply.failureType()) {
          case NO_HANDLERS -> true;
          case RECIPIENT_FAILURE ->
              String.valueOf(reply.getMessage()).startsWith(ProblemType.UNAVAILABLE.slug() + ' ');
          default -> false;
        };
  }

  /** Answers requests at {@code address}, here and in the cluster. */
  public static <M extends BusMessage> MessageConsumer<M> serve(
      Vertx vertx,
      String address,
      Class<M> type,
      Function<M, Future<? extends BusMessage>> handler) {
    return vertx
        .eventBus()
        .consumer(
            address,
            message ->
                handle(handler, type.cast(message.body()))
                    .onSuccess(message::reply)
                    .onFailure(
                        failure -> {
                          ProblemException problem = ProblemException.of(failure);
                          if (problem.type() == ProblemType.INTERNAL) {
                            LOG.error("request at {} failed", address, failure);
                          }
                          message.fail(
                              problem.retryAfterSeconds(),
                              problem.type().slug() + ' ' + problem.getMessage());
                        }));
  }

  private static <M> Future<? extends BusMessage> handle(
      Function<M, Future<? extends BusMessage>> handler, M message) {
    try {
      return handler.apply(message);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static ProblemException refusal(String address, Throwable failure) {
    if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
        && reply.getMessage() != null) {
      int space = reply.getMessage().indexOf(' ');
      if (space > 0) {
        return new ProblemException(
            ProblemType.ofSlug(reply.getMessage().substring(0, space)),
            reply.getMessage().substring(space + 1),
            reply.failureCode());
      }
    }
    return new ProblemException(ProblemType.UNAVAILABLE, "No answer from " + address);
  }
}
