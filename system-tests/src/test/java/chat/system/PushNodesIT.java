package chat.system;

import static chat.cluster.Person.await;

import chat.client.Sent;
import chat.cluster.Cluster;
import chat.cluster.Person;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a device's subscription over REST to its push service, over several nodes. */
@ExtendWith(ClusterExtension.class)
class PushNodesIT {
  @Test
  void whoIsAwayIsToldOnceAndItIsTakenBackWhereverItIsRead(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team team = Team.of(anna, bora);
    try (PushService service = PushService.start(vertx)) {
      service.subscribe(cluster, 0, anna);
      service.subscribe(cluster, 1, bora);

      Sent sent = await(bora.session().send(team.general(), Ids.now(), "점심 먹을까요?"));
      service.awaitAll(PushService.device(anna) + " high");

      Person elsewhere = anna.also(vertx, cluster.address(1));
      await(elsewhere.session().markRead(team.general(), sent.n()));
      service.awaitAll(PushService.device(anna) + " high", PushService.device(anna) + " low");
    }
  }

  @Test
  void whoHasSignedOutIsNotToldAnyMore(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Person chul = Person.signUp(vertx, cluster.address(1), "chul");
    Team team = Team.of(anna, bora, chul);
    try (PushService service = PushService.start(vertx)) {
      service.subscribe(cluster, 0, anna);
      service.subscribe(cluster, 1, chul);
      await(bora.session().send(team.general(), Ids.now(), "one"));
      service.awaitAll(PushService.device(anna) + " high", PushService.device(chul) + " high");

      await(anna.session().logOut());
      await(bora.session().send(team.general(), Ids.now(), "two"));
      service.awaitAll(
          PushService.device(anna) + " high",
          PushService.device(chul) + " high",
          PushService.device(chul) + " high");
    }
  }
}
