package chat.device;

import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Offer;
import chat.bus.PushMessages.Offered;

/** {@code GET /push}. */
public final class GetPush implements Operation {
  private final Push push;

  public GetPush(Push push) {
    this.push = push;
  }

  @Override
  public String id() {
    return "getPush";
  }

  @Override
  public Reply handle(Call call) {
    Offered offered = push.ask(PushMessages.OFFER, new Offer(), Offered.class);
    return Reply.ok(offered);
  }
}
