package chat.channels;

import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code POST /dms}. */
public final class OpenDm implements Operation {
  private static final int MAX_PEOPLE = 9;

  private final DirectMessages dms;
  private final Directory directory;
  private final ChannelViews views;

  record Body(List<String> users) {}

  public OpenDm(DirectMessages dms, Directory directory, ChannelViews views) {
    this.dms = dms;
    this.directory = directory;
    this.views = views;
  }

  @Override
  public String id() {
    return "openDm";
  }

  @Override
  public Reply handle(Call call) {
    String me = call.user();
    TreeSet<String> people = new TreeSet<>(call.body(Body.class).users());
    people.add(me);
    if (people.size() < 2 || people.size() > MAX_PEOPLE) {
      throw ProblemException.inField("users", "must name 1 to 8 other people");
    }
    Optional<Channel> existing =
        people.stream().allMatch(Ids::isId) ? dms.find(people) : Optional.empty();
    if (existing.isPresent()) {
      return Reply.ok(views.of(existing.get(), me));
    }
    checkTeamMates(me, people);
    DirectMessages.Opened opened = dms.create(people, me);
    return opened.isNew()
        ? Reply.created(views.of(opened.channel(), me))
        : Reply.ok(views.of(opened.channel(), me));
  }

  private void checkTeamMates(String me, Set<String> people) {
    Set<String> others = new TreeSet<>(people);
    others.remove(me);
    if (!directory.teamMates(me, others).containsAll(others)) {
      throw ProblemException.inField(
          ProblemType.NOT_FOUND, "users", "must all share a team with you");
    }
  }
}
