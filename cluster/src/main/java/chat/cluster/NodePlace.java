package chat.cluster;

import java.util.List;

/**
 * Where a node runs.
 *
 * @param enter what precedes its command, so that it runs in its own network; may be empty
 */
record NodePlace(String host, int publicPort, int managementPort, List<String> enter) {}
