/**
 * A cell as it runs in production, small: embedded back ends and node processes started from {@code
 * launcher/target/chat.jar} with a configuration file each. For system tests and benchmarks.
 *
 * <p>{@link chat.cluster.Cluster} starts it, {@link chat.cluster.NodeProcess} is one node to be
 * killed and started again, {@link chat.cluster.Person} is somebody who uses it.
 */
package chat.cluster;
