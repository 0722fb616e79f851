/**
 * A town of people who never signed up: accounts, a team, channels and sessions are written
 * straight into MySQL as the migrations of {@code api-verticle} define the tables, and access
 * tokens are signed with the node's key. All ids follow from their number, so that every process
 * knows them without being told.
 */
package chat.bench.seed;
