package chat.channel;

import static chat.channel.Sequencer.refused;

import chat.id.OperationId;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.problem.ProblemType;
import chat.protocol.Comments;
import chat.protocol.EventKind;
import chat.protocol.Limits;
import chat.protocol.Mentions;
import chat.protocol.Message;
import chat.protocol.Reaction;
import chat.protocol.ServerFrame.Event;
import chat.protocol.ServerFrame.ReactionChange;
import chat.store.Broadcasts;
import chat.store.Broadcasts.Broadcast;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The part of the {@link Sequencer} that decides about messages which are there already: edits,
 * deletions, reactions, pins and comments. Pure like the rest of it.
 *
 * <p>What wishes for what is the case already (a second time the same reaction) is accepted, makes
 * no event and leaves no trace.
 */
final class MessageChanges {
  private MessageChanges() {}

  static Decision apply(
      ChannelState state, OperationId id, LogRecord.ChangeMessage change, Message message) {
    if (message == null) {
      return refused(ProblemType.NOT_FOUND, "There is no such message");
    }
    if (message.deleted() != null) {
      return change instanceof LogRecord.DeleteMessage
          ? unchanged(state, message)
          : refused(ProblemType.GONE, "The message was deleted");
    }
    return switch (change) {
      case LogRecord.EditMessage edit -> edit(state, id, edit, message);
      case LogRecord.DeleteMessage delete -> delete(state, id, delete, message);
      case LogRecord.React react ->
          react.add() ? react(state, id, react, message) : unreact(state, id, react, message);
      case LogRecord.Pin pin ->
          pin.add() ? pin(state, id, pin, message) : unpin(state, id, pin, message);
    };
  }

  private static Decision edit(
      ChannelState state, OperationId id, LogRecord.EditMessage edit, Message message) {
    if (!edit.user().equals(message.sender())) {
      return refused(ProblemType.FORBIDDEN, "Only its sender may edit a message");
    }
    if (edit.rev() < message.textRev()) {
      return refused(ProblemType.CONFLICT, "The text was changed after rev " + edit.rev());
    }
    if (edit.body().length() > Limits.BODY_CODE_UNITS) {
      return refused(ProblemType.TOO_LARGE, "body has more than 100,000 UTF-16 code units");
    }
    List<String> mentions = edit.mentions() == null ? List.of() : edit.mentions();
    Message edited = message.edit(next(state, id), edit.user(), now(state), edit.body(), mentions);
    noteBroadcast(state, edited);
    return changed(state, EventKind.EDITED, edited, edit.user());
  }

  private static Decision delete(
      ChannelState state, OperationId id, LogRecord.DeleteMessage delete, Message message) {
    if (!delete.moderator() && !delete.user().equals(message.sender())) {
      return refused(ProblemType.FORBIDDEN, "Only its sender or an admin may delete a message");
    }
    if (delete.rev() != 0 && delete.rev() < message.textRev()) {
      return refused(ProblemType.CONFLICT, "The text was changed after rev " + delete.rev());
    }
    state.pins.remove((Object) message.seq());
    Message tombstone = message.delete(next(state, id), delete.user(), now(state));
    noteBroadcast(state, tombstone);
    return changed(state, EventKind.DELETED, tombstone, delete.user());
  }

  private static Decision react(
      ChannelState state, OperationId id, LogRecord.React react, Message message) {
    List<Reaction> all = reactions(message);
    int at = indexOf(all, react.emoji());
    if (at >= 0 && all.get(at).users().contains(react.user())) {
      return unchanged(state, message);
    }
    if (at < 0 && all.size() >= Limits.EMOJI_PER_MESSAGE) {
      return refused(
          ProblemType.LIMIT_REACHED,
          "A message has at most " + Limits.EMOJI_PER_MESSAGE + " different emoji");
    }
    if (all.stream().mapToInt(Reaction::count).sum() >= Limits.REACTIONS_PER_MESSAGE) {
      return refused(
          ProblemType.LIMIT_REACHED,
          "A message has at most " + Limits.REACTIONS_PER_MESSAGE + " reactions");
    }
    Reaction more;
    if (at < 0) {
      more = Reaction.of(react.emoji(), List.of(react.user()));
      all.add(more);
    } else {
      more = all.get(at).plus(react.user());
      all.set(at, more);
    }
    return reacted(state, id, EventKind.REACTED, react, message, all, more.count());
  }

  private static Decision unreact(
      ChannelState state, OperationId id, LogRecord.React react, Message message) {
    List<Reaction> all = reactions(message);
    int at = indexOf(all, react.emoji());
    if (at < 0 || !all.get(at).users().contains(react.user())) {
      return unchanged(state, message);
    }
    Reaction less = all.get(at).minus(react.user());
    if (less.count() == 0) {
      all.remove(at);
    } else {
      all.set(at, less);
    }
    return reacted(state, id, EventKind.UNREACTED, react, message, all, less.count());
  }

  private static List<Reaction> reactions(Message message) {
    return message.reactions() == null ? new ArrayList<>() : new ArrayList<>(message.reactions());
  }

  private static int indexOf(List<Reaction> all, String emoji) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).emoji().equals(emoji)) {
        return i;
      }
    }
    return -1;
  }

  private static Decision reacted(
      ChannelState state,
      OperationId id,
      String kind,
      LogRecord.React react,
      Message message,
      List<Reaction> all,
      int count) {
    Message changed = message.react(next(state, id), List.copyOf(all));
    return new Decision.Changed(
        changed,
        Event.reacted(
            kind,
            state.channel,
            changed.rev(),
            state.n,
            new ReactionChange(message.seq(), react.emoji(), react.user(), count),
            now(state)));
  }

  private static Decision pin(
      ChannelState state, OperationId id, LogRecord.Pin pin, Message message) {
    if (message.pinned() != null) {
      return unchanged(state, message);
    }
    if (state.pins.size() >= Limits.PINS) {
      return refused(
          ProblemType.LIMIT_REACHED, "A channel has at most " + Limits.PINS + " pinned messages");
    }
    state.pins.add(message.seq());
    Message pinned = message.pin(next(state, id), new Message.Mark(pin.user(), now(state)));
    return changed(state, EventKind.PINNED, pinned, pin.user());
  }

  private static Decision unpin(
      ChannelState state, OperationId id, LogRecord.Pin pin, Message message) {
    if (message.pinned() == null) {
      return unchanged(state, message);
    }
    state.pins.remove((Object) message.seq());
    return changed(state, EventKind.UNPINNED, message.pin(next(state, id), null), pin.user());
  }

  /**
   * Why nobody may comment on {@code parent}, which may be {@code null}; {@code null} if one may.
   */
  static Decision.Refused refuseComment(Message parent) {
    if (parent == null) {
      return refused(ProblemType.NOT_FOUND, "parent is not the seq of a message");
    }
    if (parent.parent() != 0) {
      return refused(ProblemType.UNPROCESSABLE, "parent is itself a comment");
    }
    if (parent.deleted() != null) {
      return refused(ProblemType.GONE, "parent was deleted");
    }
    return null;
  }

  /** The message that {@code state}, which includes it already, gives a place. */
  static Message posted(ChannelState state, long n, LogRecord.PostMessage post) {
    return new Message(
        state.channel,
        post.id(),
        state.seq,
        n,
        state.seq,
        post.sender(),
        post.device(),
        now(state),
        post.body(),
        post.enc(),
        post.mentions() == null ? List.of() : post.mentions(),
        post.parent(),
        null,
        null,
        post.attachments(),
        null,
        null,
        null,
        post.imported());
  }

  /** Remembers whether the message, in its state of now, mentions all members. */
  static void noteBroadcast(ChannelState state, Message message) {
    state.broadcasts.removeIf(each -> each.seq() == message.seq());
    if (Mentions.isBroadcast(message.mentions())) {
      state.broadcasts.add(
          new Broadcast(
              message.seq(), message.n(), message.time().toEpochMilli(), message.sender()));
      state.broadcasts.sort(Comparator.comparingLong(Broadcast::seq));
      if (state.broadcasts.size() > Broadcasts.KEPT) {
        state.broadcasts.removeFirst();
      }
    }
  }

  /** The parent after {@code comment}. */
  static Message commented(Message parent, Message comment) {
    Comments before = parent.comments() == null ? Comments.NONE : parent.comments();
    return parent.comment(
        comment.seq(), before.plus(comment.sender(), comment.seq(), comment.time()));
  }

  private static Decision changed(ChannelState state, String kind, Message message, String by) {
    return new Decision.Changed(message, Event.changed(kind, message, state.n, by, now(state)));
  }

  /** Takes the next place for an operation that changes something. */
  private static long next(ChannelState state, OperationId id) {
    state.seq++;
    state.window.add(new IdWindow.Entry(id, state.seq, 0, state.time));
    return state.seq;
  }

  private static Decision unchanged(ChannelState state, Message message) {
    return new Decision.Unchanged(new Answer.Accepted(message.rev(), 0, now(state)));
  }

  private static Instant now(ChannelState state) {
    return Instant.ofEpochMilli(state.time);
  }
}
