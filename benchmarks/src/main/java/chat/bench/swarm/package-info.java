/**
 * A load client that costs so little that the machine is left to the server: no object per
 * connection, system calls straight into the kernel ({@link chat.bench.swarm.Kernel}), one thread
 * for some ten thousand connections ({@link chat.bench.swarm.Swarm}). It speaks just enough HTTP
 * and WebSocket to be taken for a client, and reads from each frame only what is measured.
 */
package chat.bench.swarm;
