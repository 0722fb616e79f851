package chat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.log.LogRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void aFrameIsReadStrictly() throws Exception {
    assertThat(read("{\"t\":\"ping\"}")).isInstanceOf(ClientFrame.Ping.class);
    for (String bad :
        List.of(
            "",
            "[]",
            "{}",
            "{\"t\":\"nothing\"}",
            "{\"t\":\"ping\",\"more\":1}",
            "{\"t\":\"send\",\"ref\":1}",
            "{\"t\":\"read\",\"n\":\"1\"}",
            "{\"t\":\"read\",\"n\":1.5}",
            "{\"t\":\"read\",\"n\":\"\"}",
            "{\"t\":\"read\",\"n\":\" \"}",
            "{\"t\":\"send\",\"alsoInChannel\":\" \"}",
            "{\"t\":\"ping\",\"t\":\"ping\"}",
            "{\"t\":\"ping\"} x",
            "{\"t\":\"send\",\"mentions\":" + "[".repeat(50) + "]".repeat(50) + "}")) {
      assertThatThrownBy(() -> read(bad)).as(bad).isInstanceOf(JsonProcessingException.class);
    }
  }

  private static ClientFrame read(String json) throws JsonProcessingException {
    return Wire.fromJson(json.getBytes(UTF_8), ClientFrame.class);
  }

  @Test
  void timesHaveThreeDigitsOfMilliseconds() {
    Message message =
        new Message("c", "i", 1, 1, 1, "s", "d", Instant.ofEpochSecond(0), "가", "none", List.of());

    String json = new String(Wire.toJson(ServerFrame.Event.of(message)), UTF_8);

    assertThat(json).contains("\"1970-01-01T00:00:00.000Z\"").startsWith("{\"t\":\"event\"");
  }

  @Test
  void timesReadBackAsTheyWere() {
    for (long millis :
        List.of(0L, 999L, 1_000L, 1_732_558_123_045L, 1_732_558_123_046L, 1_732_558_124_100L)) {
      String text = Wire.timestamp(Instant.ofEpochMilli(millis).plusNanos(999_999));

      assertThat(text).hasSize("1970-01-01T00:00:00.000Z".length());
      assertThat(Instant.parse(text)).isEqualTo(Instant.ofEpochMilli(millis));
    }
  }

  @Test
  void recordsOfTheLogSurviveTheWay() {
    LogRecord post = new LogRecord.PostMessage("c", "i", "s", "d", "가나다", "none", List.of("u"));
    LogRecord members =
        new LogRecord.ChangeMembers(
            "c", 3, List.of(new MemberChange.Member("u", "admin")), List.of("v"), "by");

    assertThat(Wire.fromCbor(Wire.toCbor(post), LogRecord.class)).isEqualTo(post);
    assertThat(Wire.fromCbor(Wire.toCbor(members), LogRecord.class)).isEqualTo(members);
  }
}
