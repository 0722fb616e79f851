package chat.account;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.channels.Directory;
import chat.id.Ids;
import java.util.Set;

/** {@code GET /users/{id}}: only people who share a team or a direct message with the caller. */
public final class GetUser implements Operation {
  private final Accounts accounts;
  private final Directory directory;

  public GetUser(Accounts accounts, Directory directory) {
    this.accounts = accounts;
    this.directory = directory;
  }

  @Override
  public String id() {
    return "getUser";
  }

  @Override
  public Reply handle(Call call) {
    String me = call.user();
    String user = call.path("id");
    if (!Ids.isId(user) || !knows(me, user)) {
      throw Access.notFound("user");
    }
    return Reply.ok(accounts.find(user).orElseThrow(() -> Access.notFound("user")));
  }

  private boolean knows(String me, String user) {
    return me.equals(user)
        || !directory.teamMates(me, Set.of(user)).isEmpty()
        || !directory.correspondents(me, Set.of(user)).isEmpty();
  }
}
