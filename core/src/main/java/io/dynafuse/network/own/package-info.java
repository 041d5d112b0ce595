/**
 * Networks of a user's own, which Dynafuse does not know: a {@linkplain io.dynafuse.graph.GraphFile graph} that is fused with, and an interface that says what
 * the graph itself does not tell. May use what {@code io.dynafuse.network} may. Start with {@link io.dynafuse.network.own.OwnNetwork}.
 */
package io.dynafuse.network.own;
