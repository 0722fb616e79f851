package chat.channel;

import chat.protocol.Mentions;
import chat.protocol.Message;
import chat.store.Broadcasts;
import chat.store.MentionChange;
import chat.store.Threads;
import java.util.List;

/**
 * Whom a decision concerns beside those who read the channel: who is mentioned, and who follows a
 * thread. Stored with the messages, before any summary includes the decision.
 *
 * @param mentions {@code null} if nobody is or was mentioned by name
 * @param comment {@code null} if it is none
 * @param broadcasts the channel's last ones; {@code null} if they are as before
 */
record Concern(MentionChange mentions, Threads.Commented comment, Broadcasts.OfChannel broadcasts) {

  /** Of a message that was posted; {@code null} for most. */
  static Concern ofPosted(ChannelState state, Message message, Message parent) {
    if (message.mentions().isEmpty() && parent == null) {
      return null;
    }
    return of(
        MentionChange.of(null, message),
        parent == null ? null : new Threads.Commented(message, parent.sender()),
        Mentions.isBroadcast(message.mentions()) ? broadcasts(state) : null);
  }

  /** Of a message that changed; {@code null} for most. */
  static Concern ofChanged(ChannelState state, Message before, Message after) {
    if (before.mentions().equals(after.mentions())) {
      return null;
    }
    return of(
        MentionChange.of(before, after),
        null,
        Mentions.isBroadcast(before.mentions()) || Mentions.isBroadcast(after.mentions())
            ? broadcasts(state)
            : null);
  }

  private static Concern of(
      MentionChange mentions, Threads.Commented comment, Broadcasts.OfChannel broadcasts) {
    return new Concern(mentions.isEmpty() ? null : mentions, comment, broadcasts);
  }

  private static Broadcasts.OfChannel broadcasts(ChannelState state) {
    return new Broadcasts.OfChannel(state.channel, state.seq, List.copyOf(state.broadcasts));
  }
}
