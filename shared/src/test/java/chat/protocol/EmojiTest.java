package chat.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "👍",
        "👍🏽",
        "❤️",
        "👨‍👩‍👧‍👦",
        "🇰🇷",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "#️⃣",
        "🏳️‍🌈",
        "👩🏽‍❤️‍💋‍👨🏿",
        "🫩"
      })
  void everyKindOfEmojiIsTakenAsItIs(String emoji) {
    assertThat(Emoji.qualified(emoji)).isEqualTo(emoji);
  }

  @Test
  void theSameEmojiOfAnotherKeyboardIsTheSame() {
    assertThat(Emoji.qualified("❤")).isEqualTo("❤️");
    assertThat(Emoji.qualified("🏳‍🌈")).isEqualTo("🏳️‍🌈");
    assertThat(Emoji.qualified("👍️")).isEqualTo("👍");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a",
        "1",
        "#",
        "가",
        ":thumbsup:",
        "👍👍",
        "👍 ",
        "🇰",
        "🇰🇰",
        "👍🏽🏽",
        "\ud83d",
        "\u200d",
        "\ufe0f",
        "$set",
        "a.b",
        "<img>",
        "' OR 1=1"
      })
  void anythingElseIsNone(String text) {
    assertThat(Emoji.qualified(text)).isNull();
  }

  @Test
  void nothingAndTooMuchIsNone() {
    assertThat(Emoji.qualified(null)).isNull();
    assertThat(Emoji.qualified("👍".repeat(10_000))).isNull();
  }
}
