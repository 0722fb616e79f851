package chat.bench.crowd;

import chat.bench.seed.Town;
import java.nio.file.Path;

/**
 * Which people a crowd is, and where it goes.
 *
 * @param first of the town's people
 * @param count how many from there on
 * @param signingKey the node's; unused if nobody signs in
 */
record Place(
    int port, Town town, int first, int count, Crowd.SignIn signIn, Path signingKey, int body) {}
