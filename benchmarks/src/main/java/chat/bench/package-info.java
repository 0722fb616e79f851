/**
 * Benchmarks: {@code ./bench NAME}. {@link chat.bench.Main} is the program, each benchmark is one
 * class, {@link chat.bench.Report} prints and writes the figures.
 *
 * <p>Load is made by {@link chat.bench.LoadSocket}, which costs little beside the node that it
 * measures on the same machine, and by {@link chat.bench.Load}, which keeps to a schedule however
 * slow the answers are: latency counts from when a message was due, not from when it could be sent
 * (no coordinated omission).
 */
package chat.bench;
