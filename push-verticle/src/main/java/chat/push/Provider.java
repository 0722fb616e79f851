package chat.push;

import io.vertx.core.Future;

/** A kind of push services. */
interface Provider {
  /** The service behind a target: trouble with one must not touch others. */
  String service(Target target);

  /** Hands a notification over; never fails. */
  Future<Outcome> push(Target target, Notification notification);
}
