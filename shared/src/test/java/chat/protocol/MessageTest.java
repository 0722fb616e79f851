package chat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_123L);
  private static final Message PLAIN =
      new Message("c", "i", 3, 2, 3, "s", "d", NOW, "text", "none", List.of());

  private static String json(Object value) {
    return new String(Wire.toJson(value), UTF_8);
  }

  @Test
  void whatAMessageDoesNotHaveCostsNothingInAnEvent() {
    assertThat(json(PLAIN))
        .isEqualTo(
            "{\"channel\":\"c\",\"id\":\"i\",\"seq\":3,\"n\":2,\"rev\":3,\"sender\":\"s\","
                + "\"device\":\"d\",\"time\":\"2027-01-15T08:00:00.123Z\",\"body\":\"text\","
                + "\"enc\":\"none\",\"mentions\":[]}");
  }

  @Test
  void aCommentHasNoN() throws Exception {
    Message comment =
        new Message(
            "c", "i", 3, 0, 3, "s", "d", NOW, "text", "none", List.of(), 1, null, null, null, null,
            null, null, null);

    assertThat(json(comment)).contains("\"parent\":1").doesNotContain("\"n\":");
    assertThat(Wire.fromJson(Wire.toJson(comment), Message.class)).isEqualTo(comment);
    assertThat(Wire.fromCbor(Wire.toCbor(comment), Message.class)).isEqualTo(comment);
  }

  @Test
  void aReaderIsToldListsAndWhatIsTheirs() {
    List<String> users = IntStream.range(0, 30).mapToObj(i -> "u" + i).toList();
    Message seen = PLAIN.react(9, List.of(Reaction.of("👍", users))).seenBy("u29");

    assertThat(seen.reactions())
        .containsExactly(new Reaction("👍", 30, true, users.subList(0, Reaction.SHOWN)));
    assertThat(json(PLAIN.seenBy("u1")))
        .contains("\"comments\":{\"count\":0,\"users\":[]},\"reactions\":[],\"attachments\":[]");
  }

  @Test
  void anEventIsTheSameForAll() {
    Message reacted = PLAIN.react(9, List.of(Reaction.of("👍", List.of("u"))));

    assertThat(json(reacted.inEvent()))
        .contains("\"count\":1,\"users\":[\"u\"]}]")
        .doesNotContain("mine");
    assertThat(PLAIN.inEvent()).isSameAs(PLAIN);
  }

  @Test
  void theLastAuthorsOfCommentsAreToldOnceEach() {
    Comments comments = Comments.NONE;
    for (String user : List.of("a", "b", "c", "a", "d", "e", "f")) {
      comments = comments.plus(user, 7, NOW);
    }

    assertThat(comments.count()).isEqualTo(7);
    assertThat(comments.users()).containsExactly("f", "e", "d", "a", "c");
  }

  @Test
  void aTombstoneSaysNothingOfWhatWasThere() {
    Message deleted =
        PLAIN
            .react(4, List.of(Reaction.of("👍", List.of("u"))))
            .pin(5, new Message.Mark("u", NOW))
            .edit(6, "s", NOW, "secret", List.of("m"))
            .delete(7, "s", NOW);

    assertThat(json(deleted)).doesNotContain("secret", "reactions", "pinned", "\"m\"");
    assertThat(deleted.seq()).isEqualTo(3);
    assertThat(deleted.rev()).isEqualTo(7);
  }
}
