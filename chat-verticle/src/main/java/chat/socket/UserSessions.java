package chat.socket;

import chat.id.IdTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The signed-in sessions of one event loop by their users. Those of one user are chained through
 * {@link Session#nextOfUser}, so that nothing is kept beside them. Confined to its event loop.
 */
final class UserSessions {
  private final IdTable<Session> first = new IdTable<>();

  void add(Session session) {
    session.nextOfUser = first.put(session);
  }

  void remove(Session session) {
    Session head = first.get(session.high(), session.low());
    if (head == session) {
      if (session.nextOfUser == null) {
        first.remove(session.high(), session.low());
      } else {
        first.put(session.nextOfUser);
      }
    } else {
      Session before = head;
      while (before.nextOfUser != session) {
        before = before.nextOfUser;
      }
      before.nextOfUser = session.nextOfUser;
    }
    session.nextOfUser = null;
  }

  /** The user's sessions as of now. */
  List<Session> of(String user) {
    Session head = first.get(user);
    if (head == null) {
      return List.of();
    }
    if (head.nextOfUser == null) {
      return List.of(head);
    }
    List<Session> all = new ArrayList<>();
    for (Session each = head; each != null; each = each.nextOfUser) {
      all.add(each);
    }
    return all;
  }

  /** The statuses that the user's sessions have. */
  Set<Session.Status> statuses(Session any) {
    Set<Session.Status> statuses = EnumSet.noneOf(Session.Status.class);
    for (Session each = first.get(any.high(), any.low()); each != null; each = each.nextOfUser) {
      statuses.add(each.status);
    }
    return statuses;
  }
}
