package chat.team;

import java.time.Instant;
import java.util.List;

/** An invitation as those who may manage it see it. */
record InviteView(
    String code,
    String role,
    List<String> channels,
    int uses,
    int usesLeft,
    String createdBy,
    Instant created,
    Instant expires) {

  static InviteView of(Invites.Invite invite) {
    return new InviteView(
        invite.code(),
        invite.role().text(),
        invite.channels(),
        invite.uses(),
        invite.usesLeft(),
        invite.createdBy(),
        Instant.ofEpochMilli(invite.created()),
        invite.expires());
  }
}
