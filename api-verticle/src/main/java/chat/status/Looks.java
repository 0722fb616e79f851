package chat.status;

import chat.bus.PresenceMessages.Look;
import chat.bus.PresenceMessages.Looked;
import chat.bus.PresenceMessages.Profile;
import chat.channels.Directory;
import chat.problem.ProblemException;
import chat.protocol.Limits;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Answers sockets whom of others a user may see, and what these say of themselves: people who share
 * a team or a direct message with the user, and the user.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Looks {
  private final Directory directory;
  private final Statuses statuses;

  public Looks(Directory directory, Statuses statuses) {
    this.directory = directory;
    this.statuses = statuses;
  }

  /** Those of the request who may be seen. */
  public Looked look(Look request) {
    if (request.users().size() > Limits.WATCHED) {
      throw ProblemException.inField("users", "must be at most " + Limits.WATCHED);
    }
    Set<String> asked = new HashSet<>(request.users());
    Set<String> visible = new HashSet<>(directory.teamMates(request.viewer(), asked));
    asked.removeAll(visible);
    if (asked.remove(request.viewer())) {
      visible.add(request.viewer());
    }
    visible.addAll(directory.correspondents(request.viewer(), asked));
    Map<String, Profile> known = statuses.profiles(visible);
    return new Looked(
        visible.stream()
            .map(user -> known.getOrDefault(user, new Profile(user, null, null)))
            .toList());
  }
}
