package chat.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.protocol.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** {@code GET /me}. */
public final class GetMe implements Operation {
  private final Accounts accounts;

  record Me(String id, String handle, String name, JsonNode settings) {}

  public GetMe(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public String id() {
    return "getMe";
  }

  @Override
  public Reply handle(Call call) {
    String user = call.user();
    Person person = accounts.find(user).orElseThrow(() -> Access.notFound("account"));
    return Reply.ok(new Me(person.id(), person.handle(), person.name(), settings(user)));
  }

  private JsonNode settings(String user) {
    try {
      return Wire.fromJson(accounts.settings(user).getBytes(UTF_8), JsonNode.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings of " + user, e);
    }
  }
}
