package chat.socket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which sessions of an event loop belong to which channel. A sign-in under way holds its channels,
 * so that they are not given up in between. Confined to its event loop.
 */
final class ChannelIndex {
  private static final class Members {
    final List<Session> sessions = new ArrayList<>(2);
    int holds;

    /** The channel's number of messages, as far as this loop has heard. */
    long n;

    boolean isUnused() {
      return sessions.isEmpty() && holds == 0;
    }
  }

  private final Map<String, Members> channels = new HashMap<>();

  /** Keeps the channels until {@link #release}. */
  void hold(Collection<String> held) {
    for (String channel : held) {
      channels.computeIfAbsent(channel, c -> new Members()).holds++;
    }
  }

  /** Ends a hold; returns those that nobody wants any more. */
  Set<String> release(Collection<String> held) {
    Set<String> unused = new HashSet<>();
    for (String channel : held) {
      Members members = channels.get(channel);
      members.holds--;
      dropUnused(channel, members, unused);
    }
    return unused;
  }

  /** Adds the session; returns whether it is the first of its channel. */
  boolean add(String channel, Session session) {
    Members members = channels.get(channel);
    boolean first = members == null;
    if (first) {
      members = new Members();
      channels.put(channel, members);
    }
    members.sessions.add(session);
    return first;
  }

  /** Takes the session off these channels; returns those that nobody wants any more. */
  Set<String> remove(Collection<String> left, Session session) {
    Set<String> unused = new HashSet<>();
    for (String channel : left) {
      Members members = channels.get(channel);
      if (members != null) {
        members.sessions.remove(session);
        dropUnused(channel, members, unused);
      }
    }
    return unused;
  }

  private void dropUnused(String channel, Members members, Set<String> unused) {
    if (members.isUnused()) {
      channels.remove(channel);
      unused.add(channel);
    }
  }

  /** The channel has at least {@code n} messages. */
  void reached(String channel, long n) {
    Members members = channels.get(channel);
    if (members != null) {
      members.n = Math.max(members.n, n);
    }
  }

  /** How many messages the channel has, as far as this loop has heard. */
  long messages(String channel) {
    Members members = channels.get(channel);
    return members == null ? 0 : members.n;
  }

  /** The sessions of the channel; do not change it while iterating. */
  List<Session> sessions(String channel) {
    Members members = channels.get(channel);
    return members == null ? List.of() : members.sessions;
  }
}
