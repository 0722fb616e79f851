/**
 * The node as a member of its cell: who else is there, who has gone, and whether this node still
 * belongs to those that serve.
 *
 * <p>{@link chat.cell.CellWatch} joins what Hazelcast tells (who can be reached) with what the
 * store tells (who is alive, {@link chat.cell.Beats}). A node that finds itself apart from the
 * larger side, or that was paused for so long that the others took it for dead, ends its process;
 * its service manager starts it anew, and {@link chat.cell.JoinGate} keeps it out until it reaches
 * all that live. Decisions 0060 and 0134.
 */
package chat.cell;
