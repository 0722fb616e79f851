package chat.account;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.settings.SettingsRows;
import chat.settings.SettingsView;
import java.time.Clock;

/** {@code GET /me}. */
public final class GetMe implements Operation {
  private final Accounts accounts;
  private final SettingsRows settings;
  private final Clock clock;

  record Me(String id, String handle, String name, SettingsView settings) {}

  public GetMe(Accounts accounts, SettingsRows settings, Clock clock) {
    this.accounts = accounts;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "getMe";
  }

  @Override
  public Reply handle(Call call) {
    String user = call.user();
    Person person = accounts.find(user).orElseThrow(() -> Access.notFound("account"));
    return Reply.ok(
        new Me(
            person.id(),
            person.handle(),
            person.name(),
            SettingsView.of(settings.of(user), clock.instant())));
  }
}
