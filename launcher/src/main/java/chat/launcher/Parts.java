package chat.launcher;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;

/** Starts verticles and waits until they run; not to be used on an event loop. */
record Parts(Vertx vertx) {
  /** On an event loop; gives the deployment. */
  String deploy(Deployable verticle) {
    return vertx.deployVerticle(verticle).await();
  }

  /** On virtual threads. */
  void deployVirtual(Deployable verticle) {
    vertx
        .deployVerticle(
            verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }
}
