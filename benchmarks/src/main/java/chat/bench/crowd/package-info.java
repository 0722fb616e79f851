/**
 * The people of a town as load: {@link chat.bench.crowd.Crowd} holds some thousands of their
 * connections to one node, in a process of its own ({@link chat.bench.crowd.CrowdMain}) that a
 * benchmark commands through {@link chat.bench.crowd.CrowdProcess}.
 */
package chat.bench.crowd;
