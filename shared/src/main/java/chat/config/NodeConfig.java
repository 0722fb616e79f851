package chat.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Section {@code node}: who this process is and where it listens.
 *
 * @param name unique and stable in the cell: a node that restarts under its name gets its
 *     partitions back at once
 * @param host the address that the public and the cluster port bind to
 * @param publicPort REST, sockets and the web client
 * @param managementPort health and metrics, for operators only
 * @param roles what this process does, at least one
 * @param clusterPort Hazelcast's port
 * @param clusterMembers {@code host:port} of the cell's nodes, any that answers is enough
 * @param clockOffsetSeconds how much this node's clock is put wrong on purpose, to try what a cell
 *     does with such a node; 0 everywhere else
 */
public record NodeConfig(
    String name,
    String host,
    int publicPort,
    int managementPort,
    Set<Role> roles,
    int clusterPort,
    List<String> clusterMembers,
    int clockOffsetSeconds) {

  public NodeConfig {
    if (roles == null || roles.isEmpty()) {
      throw new ConfigurationException("roles must name at least one of " + Role.labels());
    }
  }

  /** The one wall clock that everything in this process reads. */
  public Clock clock() {
    return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(clockOffsetSeconds));
  }

  /** What a process can do in the cell. */
  public enum Role {
    CHAT,
    API,
    PRESENCE,
    PUSH;

    /** The role that operators call so. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Role called(String label) {
      return Arrays.stream(values())
          .filter(role -> role.label().equalsIgnoreCase(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new ConfigurationException(
                      "there is no role \"" + label + "\"; there are " + labels()));
    }

    /** What operators call it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static String labels() {
      return Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "));
    }
  }
}
