package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.log.LogRecord;
import chat.protocol.Message;
import chat.protocol.Reaction;
import chat.store.MessageDocuments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Changes of messages come out alike, whoever decides and wherever it stops. */
class ConversationPropertyTest {

  /** The one owner that never stops and forgets nothing. */
  private static final class Truth {
    final List<Decision> decisions = new ArrayList<>();
    final List<Map<Long, Message>> after = new ArrayList<>();
    final ChannelState state = new ChannelState(RandomConversation.CHANNEL);

    Truth(List<LoggedRecord> log) {
      Map<Long, Message> messages = new HashMap<>();
      after.add(Map.of());
      for (LoggedRecord record : log) {
        Decision decision =
            Sequencer.apply(state, record, messages.get(Sequencer.target(state, record)));
        switch (decision) {
          case Decision.Posted posted -> {
            messages.put(posted.message().seq(), posted.message());
            if (posted.parent() != null) {
              messages.put(posted.parent().seq(), posted.parent());
            }
          }
          case Decision.Changed changed -> messages.put(changed.message().seq(), changed.message());
          default -> {}
        }
        decisions.add(decision);
        after.add(Map.copyOf(messages));
      }
    }
  }

  @Property(tries = 300)
  void ownersZombiesAndCrashesAtAnyStepChangeNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 150) int length) {
    List<LoggedRecord> log = RandomConversation.of(seed, length);
    Truth truth = new Truth(log);
    Random random = new Random(seed + 1);
    SimulatedOwner.Store store = new SimulatedOwner.Store();
    List<SimulatedOwner> owners = new ArrayList<>();
    owners.add(new SimulatedOwner(store, log));
    for (int turn = 0; turn < 12 * length; turn++) {
      if (random.nextInt(40) == 0) {
        // The former owner may have died, or go on as a zombie that knows of nothing.
        if (random.nextBoolean()) {
          owners.removeLast();
        }
        owners.add(new SimulatedOwner(store, log));
      }
      SimulatedOwner owner = owners.get(random.nextInt(owners.size()));
      step(owner, truth, random);
      SimulatedOwner current = owners.getLast();
      assertThat(current.isSuperseded()).isFalse();
      assertThat(current.messages())
          .containsExactlyInAnyOrderElementsOf(truth.after.get(current.includes()).values());
    }
    SimulatedOwner last = new SimulatedOwner(store, log);
    while (!last.isDone()) {
      decide(last, truth);
      last.insert(3);
      last.persist();
    }
    assertThat(store.documents.values().stream().map(MessageDocuments::read).toList())
        .containsExactlyInAnyOrderElementsOf(truth.after.getLast().values());
  }

  private static void step(SimulatedOwner owner, Truth truth, Random random) {
    if (owner.isSuperseded()) {
      return;
    }
    switch (random.nextInt(4)) {
      case 0, 1 -> decide(owner, truth);
      case 2 -> owner.insert(1 + random.nextInt(4));
      default -> {
        if (random.nextInt(5) == 0) {
          owner.writeChanges(random.nextInt(3));
        }
        owner.persist();
      }
    }
  }

  private static void decide(SimulatedOwner owner, Truth truth) {
    int at = owner.position();
    Decision decision = owner.decide();
    if (decision == null || decision instanceof Decision.Included) {
      return;
    }
    Decision first = truth.decisions.get(at);
    if (decision instanceof Decision.Repeated repeated
        && (first instanceof Decision.Posted || first instanceof Decision.Changed)) {
      // The summary included it already.
      assertThat(repeated.answer()).isEqualTo(first.answer());
    } else if (!(decision instanceof Decision.Repeated)) {
      assertThat(decision).isEqualTo(first);
    }
  }

  @Property(tries = 150)
  void countsAreThoseOfSets(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int length) {
    List<LoggedRecord> log = RandomConversation.of(seed, length);
    Truth truth = new Truth(log);
    Map<String, Set<String>> reacted = new HashMap<>();
    Map<Long, Integer> comments = new HashMap<>();
    Set<Long> pinned = new HashSet<>();
    for (int i = 0; i < log.size(); i++) {
      switch (truth.decisions.get(i)) {
        case Decision.Posted posted when posted.parent() != null ->
            comments.merge(posted.message().parent(), 1, Integer::sum);
        case Decision.Changed changed -> {
          switch ((LogRecord.ChangeMessage) log.get(i).record()) {
            case LogRecord.React react -> {
              Set<String> users =
                  reacted.computeIfAbsent(react.seq() + react.emoji(), e -> new HashSet<>());
              assertThat(react.add() ? users.add(react.user()) : users.remove(react.user()))
                  .isTrue();
              assertThat(changed.event().reaction().count()).isEqualTo(users.size());
            }
            case LogRecord.DeleteMessage delete -> {
              RandomConversation.EMOJI.forEach(emoji -> reacted.remove(delete.seq() + emoji));
              pinned.remove(delete.seq());
            }
            case LogRecord.Pin pin ->
                assertThat(pin.add() ? pinned.add(pin.seq()) : pinned.remove(pin.seq())).isTrue();
            case LogRecord.EditMessage edit ->
                assertThat(changed.message().sender()).isEqualTo(edit.user());
          }
        }
        default -> {}
      }
    }
    for (Message message : truth.after.getLast().values()) {
      for (String emoji : RandomConversation.EMOJI) {
        assertThat(users(message, emoji))
            .containsExactlyInAnyOrderElementsOf(
                reacted.getOrDefault(message.seq() + emoji, Set.of()));
      }
      assertThat(message.comments() == null ? 0 : message.comments().count())
          .isEqualTo(comments.getOrDefault(message.seq(), 0));
      assertThat(message.pinned() != null).isEqualTo(pinned.contains(message.seq()));
    }
    assertThat(truth.state.pins).containsExactlyInAnyOrderElementsOf(pinned);
  }

  private static List<String> users(Message message, String emoji) {
    return message.reactions() == null
        ? List.of()
        : message.reactions().stream()
            .filter(reaction -> reaction.emoji().equals(emoji))
            .findFirst()
            .map(Reaction::users)
            .orElse(List.of());
  }

  @Property(tries = 150)
  void everyEventHasTheNextPlaceAndNothingElseTakesOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int length) {
    Truth truth = new Truth(RandomConversation.of(seed, length));
    long seq = 0;
    long n = 0;
    for (Decision decision : truth.decisions) {
      switch (decision) {
        case Decision.Posted posted -> {
          assertThat(posted.event().seq()).isEqualTo(++seq);
          if (posted.message().isInChannel()) {
            assertThat(posted.message().n()).isEqualTo(++n);
          }
          assertThat(posted.event().n()).isEqualTo(n);
        }
        case Decision.Changed changed -> {
          assertThat(changed.event().seq()).isEqualTo(++seq);
          assertThat(changed.message().rev()).isEqualTo(seq);
          assertThat(changed.event().n()).isEqualTo(n);
        }
        case Decision.MembersChanged changed -> assertThat(changed.event().seq()).isEqualTo(++seq);
        default -> {}
      }
    }
    assertThat(truth.state.seq).isEqualTo(seq);
  }
}
