package chat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path folder;

  @Test
  void theFileOverridesTheDefaultsAndTheEnvironmentBoth() throws Exception {
    Path file = folder.resolve("node.yaml");
    Files.writeString(file, "node: {publicPort: 1, name: mine}\n");

    NodeConfig node =
        Configuration.load(
                file, Map.of("CHAT_NODE_PUBLIC_PORT", "2", "CHAT_NODE_ROLES", "chat, api"))
            .section("node", NodeConfig.class);

    assertThat(node.publicPort()).isEqualTo(2);
    assertThat(node.name()).isEqualTo("mine");
    assertThat(node.managementPort()).isEqualTo(9090);
    assertThat(node.roles()).containsExactlyInAnyOrder(NodeConfig.Role.CHAT, NodeConfig.Role.API);
  }

  @Test
  void aListOfTheCommandLineOverridesAllOthers() throws Exception {
    Path file = folder.resolve("node.yaml");
    Files.writeString(file, "node: {roles: [push], clusterPort: 3}\n");
    Configuration loaded = Configuration.load(file, Map.of("CHAT_NODE_ROLES", "presence"));

    NodeConfig node =
        loaded.withList("node", "roles", " Chat , api").section("node", NodeConfig.class);

    assertThat(node.roles()).containsExactlyInAnyOrder(NodeConfig.Role.CHAT, NodeConfig.Role.API);
    assertThat(node.clusterPort()).isEqualTo(3);
    assertThat(loaded.section("node", NodeConfig.class).roles())
        .containsExactly(NodeConfig.Role.PRESENCE);
  }

  @Test
  void aNodeWithAnUnknownRoleOrNoneIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(
            () -> Configuration.parse("node: {roles: [talk]}").section("node", NodeConfig.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("node.roles: there is no role \"talk\"; there are chat, api, presence, push");
    for (String none : List.of("[]", "~")) {
      assertThatThrownBy(
              () ->
                  Configuration.parse("node: {roles: " + none + "}")
                      .section("node", NodeConfig.class))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("node: roles must name at least one of chat, api, presence, push");
    }
  }

  @Test
  void everySectionOfTheDefaultsFitsItsRecord() {
    Configuration defaults = Configuration.parse("");

    defaults.section("node", NodeConfig.class);
    defaults.section("kafka", KafkaConfig.class);
    defaults.section("mongo", MongoConfig.class);
    defaults.section("redis", RedisConfig.class);
    assertThat(defaults.section("auth", AuthConfig.class).accessTokenSeconds()).isEqualTo(900);
  }

  @Test
  void anUnknownKeyIsNamed() {
    assertThatThrownBy(() -> Configuration.parse("node: {publicPrt: 1}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("node.publicPrt")
        .hasMessageContaining("publicPort");
    assertThatThrownBy(() -> Configuration.parse("nodes: {}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nodes");
  }

  @Test
  void aValueOfTheWrongTypeIsNamed() {
    assertThatThrownBy(
            () -> Configuration.parse("node: {publicPort: many}").section("node", NodeConfig.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("node.publicPort");
  }
}
