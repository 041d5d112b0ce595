package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.graph.GraphGuard;
import io.dynafuse.graph.GraphLimits;
import io.dynafuse.network.own.OwnCheckpoint;
import io.dynafuse.torch.Device;
import java.time.Duration;

/** Loads graphs under a guard that ends the process, with one line, when one takes more than it may: nothing else stops native code. */
final class GuardedGraphs implements OwnCheckpoint.GraphOpener {
    /** Far longer than small images take. */
    private static final Duration LONGEST_TRIAL = Duration.ofMinutes(1);

    private final GraphGuard guard = new GraphGuard(GraphLimits.ofThisMachine(), GuardedGraphs::end);
    private final GraphGuard ofTrials =
            new GraphGuard(GraphLimits.ofThisMachine().withLongestCall(LONGEST_TRIAL), GuardedGraphs::end);

    @Override
    public Graph open(GraphFile file, Device device) throws CheckpointException {
        return guard.open(file, device);
    }

    @Override
    public Graph openForTrial(GraphFile file, Device device) throws CheckpointException {
        return ofTrials.open(file, device);
    }

    private static void end(String line) {
        System.err.println(line);
        Runtime.getRuntime().halt(1);
    }
}
