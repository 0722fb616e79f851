package chat.system;

import static chat.cluster.Person.await;

import chat.client.Channel;
import chat.client.Page;
import chat.cluster.Person;
import chat.protocol.Message;
import java.util.ArrayList;
import java.util.List;

/** A team whose members are all in its channel {@code general}. */
record Team(String id, String general) {

  static Team of(Person owner, Person... others) throws Exception {
    chat.client.Team team = await(owner.session().createTeam("team of " + owner.handle(), true));
    for (Person other : others) {
      await(other.session().joinTeam(team.id()));
    }
    Page<Channel> channels = await(owner.session().channels(team.id(), null));
    String general =
        channels.items().stream()
            .filter(channel -> channel.name().equals("general"))
            .findFirst()
            .orElseThrow()
            .id();
    return new Team(team.id(), general);
  }

  /** The whole history of a channel, ascending. */
  static List<Message> history(Person reader, String channel) throws Exception {
    List<Message> all = new ArrayList<>();
    long after = 0;
    while (true) {
      List<Message> page = await(reader.session().historyAfter(channel, after, 200));
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
      after = page.getLast().seq();
    }
  }

  /** The same by {@code changes}. */
  static List<Message> changes(Person reader, String channel) throws Exception {
    List<Message> all = new ArrayList<>();
    long since = 0;
    while (true) {
      var page = await(reader.session().changes(channel, since));
      all.addAll(page.items());
      since = page.rev();
      if (!page.more()) {
        return all;
      }
    }
  }
}
