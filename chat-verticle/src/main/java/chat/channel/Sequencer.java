package chat.channel;

import chat.id.OperationId;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.problem.ProblemType;
import chat.protocol.ChannelChange;
import chat.protocol.Limits;
import chat.protocol.MemberChange;
import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;
import java.time.Instant;

/**
 * Decides about a channel's records, one after the other.
 *
 * <p>The decision and the state after it depend on the record, the state before it and the message
 * that the record is about, which itself comes of the records before; and on nothing else: no
 * clock, no store, no randomness, no configuration. So a successor, an owner that was declared dead
 * and woke up, and a replay after a crash come to the same numbers, the same answers and the same
 * documents. A record that can't be read or applied is refused, always alike.
 */
final class Sequencer {
  private Sequencer() {}

  /**
   * The place of the message that must be known to decide about the record, or 0 if none must.
   *
   * @param state before the record
   */
  static long target(ChannelState state, LoggedRecord record) {
    if (record.record() instanceof LogRecord.Operation operation
        && operation.target() > 0
        && operation.target() <= state.seq
        && record.offset() > state.offset) {
      return operation.target();
    }
    return 0;
  }

  /**
   * Takes {@code state} over the record: it is changed in place to the state after it.
   *
   * @param target the message at {@link #target} as of the records before; {@code null} if there is
   *     none at that place, or none must be known
   */
  static Decision apply(ChannelState state, LoggedRecord record, Message target) {
    if (record.offset() <= state.offset) {
      return included(state, record.record());
    }
    state.offset = record.offset();
    state.time = Math.max(state.time, record.time());
    state.window.forget(state.time - ChannelState.ENTRIES_KEPT_MILLIS);
    return switch (record.record()) {
      case null -> refused(ProblemType.BAD_REQUEST, "The record can't be read");
      case LogRecord.Operation operation -> operation(state, operation, target);
      case LogRecord.FromDirectory change -> fromDirectory(state, change);
    };
  }

  private static Decision included(ChannelState state, LogRecord record) {
    if (record instanceof LogRecord.Operation operation) {
      OperationId id = read(operation.id());
      IdWindow.Entry known = id == null ? null : state.window.find(id);
      return known == null ? new Decision.Included() : repeated(known);
    }
    if (record instanceof LogRecord.FromDirectory change
        && change.version() <= state.membershipVersion) {
      return repeatedMembers(state);
    }
    return new Decision.Included();
  }

  private static Decision operation(
      ChannelState state, LogRecord.Operation operation, Message target) {
    OperationId id = read(operation.id());
    if (id == null) {
      return refused(ProblemType.BAD_REQUEST, "id must be a UUID of version 7");
    }
    if (id.millis() < state.time - Limits.ID_WINDOW_MILLIS) {
      return refused(ProblemType.STALE_ID, "id is older than 10 minutes");
    }
    if (id.millis() > state.time + Limits.ID_AHEAD_MILLIS) {
      return refused(ProblemType.BAD_REQUEST, "id lies more than 5 minutes in the future");
    }
    IdWindow.Entry known = state.window.find(id);
    if (known != null) {
      return repeated(known);
    }
    Long removed = state.removals.get(operation.user());
    if (removed != null && removed > state.time - ChannelState.REMOVALS_KEPT_MILLIS) {
      return refused(ProblemType.FORBIDDEN, "You are no longer a member of the channel");
    }
    if (state.archived) {
      return refused(ProblemType.ARCHIVED, "The channel is archived");
    }
    return switch (operation) {
      case LogRecord.PostMessage post -> post(state, id, post, target);
      case LogRecord.ChangeMessage change -> MessageChanges.apply(state, id, change, target);
    };
  }

  private static Decision post(
      ChannelState state, OperationId id, LogRecord.PostMessage post, Message parent) {
    if (post.body().length() > Limits.BODY_CODE_UNITS) {
      return refused(ProblemType.TOO_LARGE, "body has more than 100,000 UTF-16 code units");
    }
    if (post.parent() != 0) {
      Decision.Refused wrong = MessageChanges.refuseComment(parent);
      if (wrong != null) {
        return wrong;
      }
    }
    state.seq++;
    boolean inChannel = post.parent() == 0 || post.alsoInChannel();
    if (inChannel) {
      state.n++;
    }
    long n = inChannel ? state.n : 0;
    state.window.add(new IdWindow.Entry(id, state.seq, n, state.time));
    Message message = MessageChanges.posted(state, n, post);
    if (!message.mentions().isEmpty()) {
      MessageChanges.noteBroadcast(state, message);
    }
    if (post.parent() == 0) {
      return new Decision.Posted(message, Event.of(message), null);
    }
    Message commented = MessageChanges.commented(parent, message);
    return new Decision.Posted(
        message, Event.of(message, state.n, commented.comments()), commented);
  }

  private static Decision fromDirectory(ChannelState state, LogRecord.FromDirectory change) {
    if (change.version() <= state.membershipVersion) {
      return repeatedMembers(state);
    }
    if (change.version() > state.membershipVersion + 1) {
      return refused(
          ProblemType.OUT_OF_ORDER,
          "membership version " + (state.membershipVersion + 1) + " is due");
    }
    state.membershipVersion = change.version();
    state.seq++;
    return switch (change) {
      case LogRecord.ChangeMembers members -> changeMembers(state, members);
      case LogRecord.ChangeChannel channel -> changeChannel(state, channel);
    };
  }

  private static Decision changeMembers(ChannelState state, LogRecord.ChangeMembers change) {
    state.removals.values().removeIf(at -> at <= state.time - ChannelState.REMOVALS_KEPT_MILLIS);
    change.removed().forEach(user -> state.removals.put(user, state.time));
    change.added().forEach(member -> state.removals.remove(member.user()));
    return new Decision.MembersChanged(
        Event.of(
            state.channel,
            state.seq,
            state.n,
            new MemberChange(change.added(), change.removed(), change.by(), change.version()),
            Instant.ofEpochMilli(state.time)));
  }

  private static Decision changeChannel(ChannelState state, LogRecord.ChangeChannel change) {
    state.archived = change.archived();
    return new Decision.ChannelChanged(
        Event.of(
            state.channel,
            state.seq,
            state.n,
            new ChannelChange(
                change.name(), change.topic(), change.archived(), change.by(), change.version()),
            Instant.ofEpochMilli(state.time)));
  }

  private static OperationId read(String id) {
    try {
      return OperationId.parse(id);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Decision repeated(IdWindow.Entry known) {
    return new Decision.Repeated(
        new Answer.Accepted(known.seq(), known.n(), Instant.ofEpochMilli(known.time())));
  }

  private static Decision repeatedMembers(ChannelState state) {
    return new Decision.Repeated(
        new Answer.Accepted(state.seq, state.n, Instant.ofEpochMilli(state.time)));
  }

  static Decision.Refused refused(ProblemType type, String detail) {
    return new Decision.Refused(new Answer.Refused(type, detail));
  }
}
