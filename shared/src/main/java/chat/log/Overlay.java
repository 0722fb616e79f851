package chat.log;

import chat.bus.OwnerMessages.Page;
import chat.bus.OwnerMessages.Tail;
import chat.log.ChannelReader.Found;
import chat.protocol.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an owner has decided but not yet stored of a channel, laid over what is stored: messages
 * that the store lacks, and newer states of those that it has.
 */
final class Overlay {
  private final Tail tail;
  private final Map<Long, Message> bySeq = new HashMap<>();

  Overlay(Tail tail) {
    this.tail = tail;
    tail.tail().forEach(message -> bySeq.put(message.seq(), message));
  }

  /** The messages up to this place are in the store, in some state. */
  long storedSeq() {
    return tail.storedSeq();
  }

  /** The message at that place if the owner told it, else {@code null}. */
  Message at(long seq) {
    return bySeq.get(seq);
  }

  /** All that the owner told. */
  List<Message> all() {
    return tail.tail();
  }

  /** The newest states of messages that were read from the store. */
  List<Message> newest(List<Message> stored) {
    return bySeq.isEmpty() ? stored : stored.stream().map(this::newest).toList();
  }

  private Message newest(Message stored) {
    Message decided = bySeq.get(stored.seq());
    return decided != null && decided.rev() > stored.rev() ? decided : stored;
  }

  /** The messages that the store lacks, ascending. */
  List<Message> unstored() {
    return tail.tail().stream().filter(message -> message.seq() > tail.storedSeq()).toList();
  }

  /** The page, which nothing is missing of. */
  Found found(List<Message> items) {
    return new Found(items, tail.seq(), false);
  }

  /**
   * What changed, of which the store has {@code stored}: all, if they are fewer than the page may
   * have.
   */
  Found changed(Page page, List<Message> stored) {
    boolean complete = stored.size() < page.limit();
    // Beyond the last that was read the store may have others that come before what the owner told.
    long reached = complete ? tail.seq() : stored.getLast().rev();
    Map<Long, Message> newest = new HashMap<>();
    stored.forEach(message -> newest.put(message.seq(), newest(message)));
    tail.tail().forEach(message -> newest.putIfAbsent(message.seq(), message));
    List<Message> items = new ArrayList<>(newest.values());
    items.removeIf(message -> !complete && message.rev() > reached);
    items.sort(Comparator.comparingLong(Message::rev));
    return new Found(items, Math.min(reached, tail.seq()), !complete);
  }
}
