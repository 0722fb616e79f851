package chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.Imported;
import chat.protocol.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogRecordsTest {
  private static final List<LogRecord> OTHERS =
      List.of(
          new LogRecord.EditMessage("c", "i", "u", 1, 1, "post", "none", List.of()),
          new LogRecord.DeleteMessage("c", "i", "u", 1, 1, false),
          new LogRecord.React("c", "i", "u", 1, "👍", true),
          new LogRecord.Pin("c", "i", "u", 1, true),
          new LogRecord.ChangeMembers("c", 1, List.of(), List.of(), "u"),
          new LogRecord.ChangeChannel("c", 1, "post", "post", false, "u"));

  @Test
  void messagesAreKnownByTheirFirstBytes() {
    LogRecord.PostMessage plain =
        new LogRecord.PostMessage("c", "i", "u", "d", "b", "none", List.of());
    LogRecord.PostMessage imported =
        new LogRecord.PostMessage(
            "c",
            "i",
            "u",
            "d",
            "b",
            "none",
            null,
            7,
            true,
            null,
            new Imported("Mina", Instant.EPOCH, "slack:C1:1.0", null, null));

    assertThat(Stream.of(plain, imported).map(Wire::toCbor)).allMatch(LogRecords::isPost);
  }

  @Test
  void everythingElseIsNone() {
    Set<Class<?>> all = types(LogRecord.class).collect(Collectors.toSet());
    all.remove(LogRecord.PostMessage.class);

    assertThat(OTHERS).extracting(Object::getClass).as("all types").hasSameElementsAs(all);
    assertThat(OTHERS.stream().map(Wire::toCbor)).noneMatch(LogRecords::isPost);
    assertThat(LogRecords.isPost(null)).isFalse();
    assertThat(LogRecords.isPost(new byte[] {(byte) 0xbf})).isFalse();
  }

  private static Stream<Class<?>> types(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(LogRecordsTest::types)
        : Stream.of(type);
  }
}
