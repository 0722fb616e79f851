package chat.cell;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.MemberAttributeConfig;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * One incarnation of a node, as the others know it.
 *
 * @param uuid Hazelcast's, new at each start
 * @param name the node's, the same after a restart
 * @param groupMembers its static members in Kafka's consumer groups
 */
public record CellMember(UUID uuid, String name, List<GroupMember> groupMembers) {
  private static final String NAME = "chat.name";
  private static final String GROUP_MEMBERS = "chat.groupMembers";

  /**
   * A static member of a consumer group.
   *
   * @param group contains no space and no slash
   * @param instance its {@code group.instance.id}
   */
  public record GroupMember(String group, String instance) {
    private String encoded() {
      return group + '/' + instance;
    }

    private static GroupMember decoded(String text) {
      int slash = text.indexOf('/');
      return new GroupMember(text.substring(0, slash), text.substring(slash + 1));
    }
  }

  public CellMember {
    groupMembers = List.copyOf(groupMembers);
  }

  /** Has a node tell the others about itself. */
  public static void describe(
      MemberAttributeConfig attributes, String name, List<GroupMember> groupMembers) {
    attributes.setAttribute(NAME, name);
    attributes.setAttribute(
        GROUP_MEMBERS, String.join(" ", groupMembers.stream().map(GroupMember::encoded).toList()));
  }

  static CellMember of(Member member) {
    String name = member.getAttribute(NAME);
    String groupMembers = member.getAttribute(GROUP_MEMBERS);
    return new CellMember(
        member.getUuid(),
        name == null ? "" : name,
        groupMembers == null || groupMembers.isEmpty()
            ? Collections.emptyList()
            : List.of(groupMembers.split(" ")).stream().map(GroupMember::decoded).toList());
  }
}
