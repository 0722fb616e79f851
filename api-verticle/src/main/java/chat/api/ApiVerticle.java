package chat.api;

import chat.access.Access;
import chat.bus.Addresses;
import chat.bus.AttachmentMessages.Sent;
import chat.bus.AttachmentMessages.Take;
import chat.bus.AttachmentMessages.Taken;
import chat.bus.Bus;
import chat.bus.DirectoryMessages.MayModerate;
import chat.bus.DirectoryMessages.MembershipsOf;
import chat.bus.DirectoryMessages.Moderation;
import chat.bus.PresenceMessages;
import chat.bus.PresenceMessages.Look;
import chat.bus.PresenceMessages.WentOffline;
import chat.bus.PushMessages;
import chat.bus.PushMessages.AudienceOf;
import chat.bus.PushMessages.LiveSessions;
import chat.bus.PushMessages.SessionsOf;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Lends its virtual threads to the operations of the API, and answers what other roles ask of the
 * directory. Deploy with {@code ThreadingModel.VIRTUAL_THREAD}, as many as there are cores.
 */
final class ApiVerticle extends VerticleBase {
  private final ApiServices services;

  ApiVerticle(ApiServices services) {
    this.services = services;
  }

  @Override
  public Future<?> start() {
    services.threads.add(context);
    vertx
        .eventBus()
        .<Sent>consumer(
            Addresses.ATTACHMENTS_SENT,
            message ->
                services.images.attachments().sent(message.body().user(), message.body().keys()));
    Bus.serve(
        vertx,
        Addresses.ATTACHMENTS,
        Take.class,
        wish ->
            Future.succeededFuture(
                new Taken(
                    services
                        .images
                        .attachments()
                        .take(wish.user(), wish.channel(), wish.operation(), wish.keys()))));
    Bus.serve(
        vertx,
        PresenceMessages.LOOK,
        Look.class,
        request -> Future.succeededFuture(services.looks.look(request)));
    Bus.serve(
        vertx,
        PushMessages.AUDIENCE,
        AudienceOf.class,
        request -> Future.succeededFuture(services.audiences.of(request)));
    Bus.serve(
        vertx,
        PushMessages.SESSIONS,
        SessionsOf.class,
        request ->
            Future.succeededFuture(new LiveSessions(services.sessions.live(request.users()))));
    vertx
        .eventBus()
        .<WentOffline>consumer(
            PresenceMessages.WENT_OFFLINE,
            message ->
                services.statuses.wentOffline(message.body().users(), message.body().time()));
    return Future.all(
        Bus.serve(
                vertx,
                Addresses.MEMBERSHIPS,
                MembershipsOf.class,
                request -> Future.succeededFuture(services.directory.memberships(request)))
            .completion(),
        Bus.serve(
                vertx,
                Addresses.MODERATION,
                MayModerate.class,
                request -> Future.succeededFuture(moderation(request)))
            .completion());
  }

  private Moderation moderation(MayModerate request) {
    Access.Seen seen = services.access.memberOf(request.user(), request.channel());
    return new Moderation(services.access.mayModerate(request.user(), seen));
  }
}
