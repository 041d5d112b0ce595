package io.dynafuse.network;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network that can be trained: where it begins, what of it changes, and its static fusion as derivatives can be found of it. */
public interface TrainableNetwork extends Network {
    /**
     * Parameters to begin with, named and shaped as {@link #parameterShapes} says, row-major.
     *
     * @param seed from which all that is random follows, on every platform
     */
    Map<String, float[]> initialParameters(long seed);

    /** The parameters that training changes; the others stay as they begin. */
    Set<String> trainedParameters();

    /** How many pixels on every side of the sources are only seen and not fused by {@link #fuseRecorded}. */
    int margin();

    /**
     * The static fusion of a batch, all of it recorded if the parameters are. Nothing is repeated at the borders: what the network would fuse
     * there is left out.
     *
     * @param parameters named and shaped as {@link #parameterShapes} says
     * @param sources M tensors {@code [N,C,H,W]} in the network's numbers, H and W above twice the margin
     * @return {@code [N,C,H−2·margin,W−2·margin]}
     */
    Tensor fuseRecorded(Parameters parameters, List<Tensor> sources);
}
