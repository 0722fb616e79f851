package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What changes in a team shows on all devices, whichever node they are connected to. */
@ExtendWith(ClusterExtension.class)
class TeamsLiveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One connected device and what it was told. */
  private record Device(ChatConnection connection, Queue<ChatEvent> events) {
    static Device of(Person person) throws Exception {
      Queue<ChatEvent> events = new ConcurrentLinkedQueue<>();
      Device device = new Device(person.session().connect(Start.NOW, events::add), events);
      device.hears("the connection", ChatEvent.Connected.class, event -> true);
      return device;
    }

    <T extends ChatEvent> void hears(String what, Class<T> type, Predicate<T> fits)
        throws Exception {
      Await.until(
          PATIENCE,
          () -> events.stream().filter(type::isInstance).map(type::cast).anyMatch(fits),
          what + " did not come; what came: " + events);
    }
  }

  @Test
  void aRenamedAndArchivedChannelShowsEverywhereAndTakesNothing(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team team = Team.of(anna, bora);
    String channel = await(anna.session().createChannel(team.id(), "plans", false)).id();
    await(bora.session().joinChannel(channel));
    Device annas = Device.of(anna);
    Device boras = Device.of(bora);

    await(anna.session().inChannel(channel).rename("계획"));
    await(bora.session().inChannel(channel).setTopic("무엇이든"));
    for (Device device : List.of(annas, boras)) {
      device.hears(
          "the new name",
          ChatEvent.ChannelChanged.class,
          event -> event.channel().equals(channel) && event.change().name().equals("계획"));
      device.hears(
          "the topic",
          ChatEvent.ChannelChanged.class,
          event -> event.change().topic().equals("무엇이든"));
    }
    await(boras.connection().send(channel, "before"));
    await(anna.session().inChannel(channel).archive());

    assertThatThrownBy(() -> await(boras.connection().send(channel, "too late")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.ARCHIVED));
    boras.hears(
        "the archiving", ChatEvent.ChannelChanged.class, event -> event.change().archived());
    await(anna.session().inChannel(channel).unarchive());
    await(boras.connection().send(channel, "again"));
    annas.connection().close();
    boras.connection().close();
  }

  @Test
  void settingsAndRolesReachTheOtherDevices(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(0), "bora");
    Team team = Team.of(anna, bora);
    Device phone = Device.of(bora.also(vertx, cluster.address(1)));
    Device annas = Device.of(anna);

    await(bora.session().changeSettings(Map.of("theme", "dark", "language", "ko")));
    phone.hears(
        "the settings",
        ChatEvent.SettingsChanged.class,
        event -> "dark".equals(event.settings().theme()));
    await(bora.session().inChannel(team.general()).notifyOf("mentions", null));
    phone.hears(
        "the notifications",
        ChatEvent.NotificationsChanged.class,
        event -> event.level().equals("mentions"));
    await(anna.session().team(team.id()).changeRole(bora.id(), "admin"));
    phone.hears("the own role", ChatEvent.TeamChanged.class, event -> event.change().equals("own"));
    annas.hears(
        "the other's role",
        ChatEvent.TeamChanged.class,
        event -> event.change().equals("member") && event.user().equals(bora.id()));
    await(bora.session().team(team.id()).rename("새 이름"));
    annas.hears(
        "the team's name", ChatEvent.TeamChanged.class, event -> event.change().equals("renamed"));
    assertThat(await(anna.session().teams(null)).items().getFirst().name()).isEqualTo("새 이름");
    phone.connection().close();
    annas.connection().close();
  }

  @Test
  void whoIsRemovedFromTheTeamHearsNothingMore(Cluster cluster, Vertx vertx) throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person bora = Person.signUp(vertx, cluster.address(1), "bora");
    Team team = Team.of(anna, bora);
    Device boras = Device.of(bora);
    Device annas = Device.of(anna);

    await(anna.session().team(team.id()).remove(bora.id()));
    await(annas.connection().send(team.general(), "about bora"));

    boras.hears(
        "the leaving",
        ChatEvent.ChannelLeft.class,
        event -> event.channel().equals(team.general()));
    assertThatThrownBy(() -> await(boras.connection().send(team.general(), "still here")))
        .isInstanceOf(ProblemException.class);
    assertThat(boras.events()).noneMatch(event -> event instanceof ChatEvent.MessageReceived);
    boras.connection().close();
    annas.connection().close();
  }
}
