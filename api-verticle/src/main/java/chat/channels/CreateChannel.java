package chat.channels;

import chat.access.Access;
import chat.access.Right;
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
  private final ChannelViews views;

  record Body(String name, @JsonProperty("private") Boolean isPrivate, Boolean encrypted) {}

  public CreateChannel(Access access, Channels channels, ChannelViews views) {
    this.access = access;
    this.channels = channels;
    this.views = views;
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
    access.require(call.user(), team, Right.CREATE_CHANNEL);
    Channel channel =
        channels.create(team, name, Boolean.TRUE.equals(body.isPrivate()), call.user());
    return Reply.created(views.of(channel, call.user()));
  }
}
