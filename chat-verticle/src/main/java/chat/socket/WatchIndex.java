package chat.socket;

import chat.id.IdTable;
import chat.id.Ids;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which connections of an event loop watch which users. A connection costs some bytes for each user
 * that it watches, and a user the same whoever watches. Confined to its event loop.
 */
final class WatchIndex {
  private final IdTable<WatchedUser> users = new IdTable<>();
  private final NumberedTable<WatchedUser> numbers = new NumberedTable<>();

  /** The user if somebody watches them, else {@code null}. */
  WatchedUser get(String user) {
    return users.get(user);
  }

  int size() {
    return users.size();
  }

  /** The session watches these, which are exact identifiers, and no others from now on. */
  void set(Session session, Collection<String> watched) {
    byte[] before = session.watched;
    BitSet kept = new BitSet();
    int[] list = new int[watched.size()];
    int i = 0;
    for (String user : watched) {
      WatchedUser each = make(user);
      each.add(session.number);
      list[i++] = each.number;
      kept.set(each.number);
    }
    session.watched = PackedNumbers.of(list);
    PackedNumbers.forEach(
        before,
        number -> {
          if (!kept.get(number)) {
            remove(number, session);
          }
        });
  }

  /** The session watches nobody any more. */
  void end(Session session) {
    PackedNumbers.forEach(session.watched, number -> remove(number, session));
    session.watched = PackedNumbers.NONE;
  }

  /** Whom the session watches. */
  List<WatchedUser> of(Session session) {
    List<WatchedUser> watched = new ArrayList<>();
    PackedNumbers.forEach(session.watched, number -> watched.add(numbers.get(number)));
    return watched;
  }

  void forEach(Consumer<WatchedUser> action) {
    users.forEach(action);
  }

  private WatchedUser make(String user) {
    long high = Ids.high(user);
    long low = Ids.low(user);
    WatchedUser watched = users.get(high, low);
    if (watched == null) {
      watched = new WatchedUser(high, low, numbers.nextNumber());
      numbers.add(watched);
      users.put(watched);
    }
    return watched;
  }

  private void remove(int number, Session session) {
    WatchedUser watched = numbers.get(number);
    watched.remove(session.number);
    if (watched.isEmpty()) {
      users.remove(watched.high(), watched.low());
      numbers.remove(number);
    }
  }
}
