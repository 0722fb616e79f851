/** Servers that do less than ours, to compare with: programs of their own. */
package chat.bench.baseline;
