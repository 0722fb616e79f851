package chat.channels;

import chat.access.Access;
import chat.account.PlainText;
import chat.api.Call;
import chat.api.Encryption;
import chat.api.Operation;
import chat.api.Reply;
import com.fasterxml.jackson.annotation.JsonProperty;

/** {@code POST /teams/{id}/channels}. */
public final class CreateChannel implements Operation {
  private final Access access;
  private final Channels channels;

  record Body(String name, @JsonProperty("private") Boolean isPrivate, Boolean encrypted) {}

  public CreateChannel(Access access, Channels channels) {
    this.access = access;
    this.channels = channels;
  }

  @Override
  public String id() {
    return "createChannel";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    String name = PlainText.name("name", body.name());
    Encryption.refuse(body.encrypted());
    String team = call.path("id");
    access.memberOfTeam(call.user(), team);
    Channel channel =
        channels.create(team, name, Boolean.TRUE.equals(body.isPrivate()), call.user());
    return Reply.created(ChannelView.of(channel, true));
  }
}
