package chat.team;

import chat.api.MemberView;
import chat.message.Conversation;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom somebody who writes in a channel may mean: first those who wrote there lately, then other
 * members of the channel, then the rest of the team.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Mentionable {
  private final TeamMembers members;
  private final Conversation conversation;

  public Mentionable(TeamMembers members, Conversation conversation) {
    this.members = members;
    this.conversation = conversation;
  }

  /**
   * At most {@code limit} people whose handle or name starts with {@code prefix}.
   *
   * @param sharingWith only who shares a channel with that guest; null for all
   */
  List<MemberView> bestFirst(
      String team, String channel, String prefix, String sharingWith, int limit) {
    // The talkers are looked up by themselves: in a large team they may be far down the alphabet.
    List<String> talkers = Future.await(conversation.talkers(channel));
    Map<String, TeamMembers.Found> talking = new LinkedHashMap<>();
    members
        .among(team, prefix, channel, talkers)
        .forEach(found -> talking.put(found.user(), found));
    List<TeamMembers.Found> here = members.inChannel(team, prefix, channel, limit);
    Map<String, TeamMembers.Found> ranked = new LinkedHashMap<>();
    talkers.stream()
        .filter(talking::containsKey)
        .forEach(user -> ranked.put(user, talking.get(user)));
    here.forEach(found -> ranked.putIfAbsent(found.user(), found));
    Set<String> inChannel = Set.copyOf(ranked.keySet());
    if (ranked.size() < limit) {
      members
          .startingWith(team, prefix, sharingWith, "", "", limit)
          .forEach(found -> ranked.putIfAbsent(found.user(), found));
    }
    List<MemberView> best = new ArrayList<>();
    ranked.values().stream()
        .limit(limit)
        .forEach(
            found ->
                best.add(
                    new MemberView(
                        found.user(),
                        found.handle(),
                        found.name(),
                        found.role(),
                        inChannel.contains(found.user()))));
    return best;
  }
}
