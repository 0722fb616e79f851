package chat.settings;

import chat.protocol.UserSettings;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/** A user's settings in answers: what is not set is null there. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SettingsView(
    String language,
    String theme,
    UserSettings.QuietHours quietHours,
    Instant pausedUntil,
    long version) {

  /** These settings at that time: a pause that is over is none. */
  public static SettingsView of(UserSettings settings, Instant now) {
    Instant paused = settings.pausedUntil();
    return new SettingsView(
        settings.language(),
        settings.theme(),
        settings.quietHours(),
        paused == null || paused.isAfter(now) ? paused : null,
        settings.version());
  }
}
