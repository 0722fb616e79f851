package chat.api;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.DirectoryMessages.MembershipsOf;
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
    return Bus.serve(
            vertx,
            Addresses.MEMBERSHIPS,
            MembershipsOf.class,
            request -> Future.succeededFuture(services.directory.memberships(request)))
        .completion();
  }
}
