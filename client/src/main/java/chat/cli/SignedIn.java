package chat.cli;

import static chat.cli.CliCommand.await;

import chat.client.Channel;
import chat.client.ChatSession;
import chat.client.Member;
import chat.client.Page;
import chat.client.Team;
import chat.id.Ids;
import chat.problem.ProblemException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A session with the ways in which a person names things. Blocks; for one thread. */
final class SignedIn {
  private static final int MOST_PAGES = 100;
  private static final int MOST_NAMES = 10_000;

  private final ChatSession session;
  private final Map<String, String> names = new HashMap<>();

  SignedIn(ChatSession session) {
    this.session = session;
  }

  ChatSession session() {
    return session;
  }

  List<Team> teams() throws Exception {
    return all(session::teams);
  }

  List<Channel> channels(Team team) throws Exception {
    return all(cursor -> session.channels(team.id(), cursor));
  }

  /** The team with that id or name. */
  Team team(String wanted) throws Exception {
    return only(
        teams().stream()
            .filter(team -> team.id().equals(wanted) || team.name().equals(wanted))
            .toList(),
        "team",
        wanted);
  }

  /**
   * The id of a channel given as its id, {@code name}, {@code #name}, {@code team/name}, or {@code
   * @handle} for a direct conversation.
   */
  String channel(String wanted) throws Exception {
    if (Ids.isId(wanted)) {
      return wanted;
    }
    if (wanted.startsWith("@")) {
      return await(session.directMessages(List.of(person(wanted.substring(1))))).id();
    }
    String path = wanted.startsWith("#") ? wanted.substring(1) : wanted;
    int slash = path.lastIndexOf('/');
    List<Team> teams = slash < 0 ? teams() : List.of(team(path.substring(0, slash)));
    String name = path.substring(slash + 1);
    List<Channel> found = new ArrayList<>();
    for (Team team : teams) {
      channels(team).stream().filter(channel -> name.equals(channel.name())).forEach(found::add);
    }
    return only(found, "channel", wanted).id();
  }

  /** The id of whoever of my teams has that handle. */
  String person(String handle) throws Exception {
    for (Team team : teams()) {
      for (Member member : await(session.teamMembers(team.id(), handle, null)).items()) {
        if (member.handle().equals(handle)) {
          return member.id();
        }
      }
    }
    throw new CliException("nobody in your teams has the handle " + handle);
  }

  /** How to show a user; the id if the server does not tell. */
  String nameOf(String user) throws Exception {
    String known = names.get(user);
    if (known != null) {
      return known;
    }
    String name;
    try {
      name = await(session.user(user)).name();
    } catch (ProblemException e) {
      name = user;
    }
    if (names.size() < MOST_NAMES) {
      names.put(user, name);
    }
    return name;
  }

  private static <T> T only(List<T> found, String kind, String wanted) {
    if (found.isEmpty()) {
      throw new CliException("there is no " + kind + " " + wanted + " that you may see");
    }
    if (found.size() > 1) {
      throw new CliException(
          "there are "
              + found.size()
              + " with the name "
              + wanted
              + "; give the "
              + kind
              + "'s id");
    }
    return found.getFirst();
  }

  static <T> List<T> all(Function<String, Future<Page<T>>> page) throws Exception {
    List<T> all = new ArrayList<>();
    String cursor = null;
    for (int i = 0; i < MOST_PAGES; i++) {
      Page<T> next = await(page.apply(cursor));
      all.addAll(next.items());
      cursor = next.next();
      if (cursor == null) {
        break;
      }
    }
    return all;
  }
}
