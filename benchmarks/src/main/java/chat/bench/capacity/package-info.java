/**
 * What a number of connections and of daily users takes, worked out from named assumptions and from
 * figures of the other benchmarks: {@link chat.bench.capacity.Model} is a pure function.
 */
package chat.bench.capacity;
