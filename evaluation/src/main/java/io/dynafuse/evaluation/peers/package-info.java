/**
 * Ways of fusing beside each other: ours, other programs and published results, on the same scenes and by the same metrics. May use datasets,
 * fusers and the tables of the evaluation. Start with {@link io.dynafuse.evaluation.peers.PeerFusion}, which makes the images, and
 * {@link io.dynafuse.evaluation.peers.PeerMeasuring}, which measures them.
 */
package io.dynafuse.evaluation.peers;
