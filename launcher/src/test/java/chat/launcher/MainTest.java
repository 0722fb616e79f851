package chat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.config.ConfigurationException;
import chat.config.NodeConfig;
import chat.config.NodeConfig.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("node.yaml");
    Files.writeString(file, "node: {roles: [push]}\n");
  }

  /** What a node would do that is started so. */
  private Set<Role> roles(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--config", file.toString()));
    all.addAll(List.of(arguments));
    Main main = new Main();
    new CommandLine(main).parseArgs(all.toArray(String[]::new));
    return main.configuration(environment).section("node", NodeConfig.class).roles();
  }

  @Test
  void theRolesOfTheCommandLineOverrideThoseOfTheConfiguration() {
    Map<String, String> environment = Map.of("CHAT_NODE_ROLES", "presence");

    assertThat(roles(Map.of())).containsExactly(Role.PUSH);
    assertThat(roles(environment)).containsExactly(Role.PRESENCE);
    assertThat(roles(environment, "--roles", "chat")).containsExactly(Role.CHAT);
    assertThat(roles(environment, "--roles=chat, API,chat"))
        .containsExactlyInAnyOrder(Role.CHAT, Role.API);
    assertThat(roles(environment, "--roles", "chat,api,presence,push"))
        .containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void anUnknownRoleIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> roles(Map.of(), "--roles", "chat,talk"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("node.roles: there is no role \"talk\"; there are chat, api, presence, push");
    assertThatThrownBy(() -> roles(Map.of(), "--roles", "chat,,api"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no role \"\"");
  }

  @Test
  void noRoleAtAllIsRefused() {
    for (String none : List.of("", " ", ",")) {
      assertThatThrownBy(() -> roles(Map.of(), "--roles", none))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("node: roles must name at least one of chat, api, presence, push");
    }
  }

  @Test
  void aRefusedNodeEndsAsWithAWrongConfiguration() throws IOException {
    assertThat(new CommandLine(new Main()).execute("--config", file.toString(), "--roles", "talk"))
        .isEqualTo(1);
    Files.writeString(file, "node: {rolls: [push]}\n");
    assertThat(new CommandLine(new Main()).execute("--config", file.toString())).isEqualTo(1);
  }

  @Test
  void helpNamesTheRoles() {
    assertThat(new CommandLine(new Main()).getUsageMessage())
        .contains("--roles=ROLES")
        .contains("chat, api, presence, push");
  }
}
