package io.dynafuse.training;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.Inputs;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a training changes, and how: parameters in modules, such as a fusion network and a learned loss; phases, each of which changes some modules;
 * and what one step does. {@link Training}, the loop around it, knows no network: it takes the batches, clips the gradients, runs the optimiser,
 * averages the parameters, validates them, and writes and reads checkpoints.
 *
 * <p>Gradients alone change parameters. One that is in no module stays as it began, is not averaged and is not in the state that a training writes:
 * it comes again from the seed or the checkpoint that the training began with. The running statistics of normalisation are such parameters.
 */
public interface Learner {
    /** The name that a checkpoint of the trained network states, such as {@code ifcnn-sum}. */
    String id();

    /** What the batches hold: how many sources, of which colours, in which order. */
    Inputs inputs();

    /** How many pixels on every side of a batch the network only sees; what it fuses lies inside. */
    int margin();

    /** What is learned, in turns, a batch each; one or more. */
    List<Objective> objectives();

    /** What it is trained with unless it is told otherwise. */
    default Usual usual() {
        return Usual.STANDARD;
    }

    /** How many scenes an objective must have at least: 2 where disjoint ones are drawn. */
    default int leastScenes() {
        return 1;
    }

    /** Whether it learns from scenes as they stand, mirrored at most, and never from such as are turned. */
    default boolean upright() {
        return false;
    }

    /** Whether the loss of an objective compares with a ground truth. */
    default boolean needsTruth(Objective objective) {
        return false;
    }

    /**
     * Checks what the losses need.
     *
     * @param side width and height of what is fused of a batch, in pixels
     * @throws IllegalArgumentException if that is too small
     */
    void requirePatch(int side);

    /**
     * All parameters of all modules, in their order, and those that never change.
     *
     * @param seed from which all that is random follows, on every platform
     */
    Map<String, StoredTensor> initialParameters(long seed);

    /** The modules by name, each as the names of the parameters that training changes. No two share a parameter. */
    Map<String, Set<String>> modules();

    /** Whether the weight decay of the optimiser, if there is any, acts on a parameter. */
    default boolean decays(String parameter) {
        return true;
    }

    /**
     * The phases, which take turns in this order; after the last, the first begins again.
     *
     * @param steps of the whole training
     * @param rate that the plan asks for
     */
    List<Phase> phases(long steps, LearningRate rate);

    /**
     * Finds the loss of one step and its gradients, and changes nothing. Runs inside an open scope.
     *
     * @param phase one of {@link #phases}
     * @param parameters all; those that the phase trains are {@linkplain io.dynafuse.torch.Tensor#asVariable variables}
     * @param batches as many as the phase says
     * @return gradients of every variable
     */
    Step step(Phase phase, Parameters parameters, List<Batch> batches);

    /** What of all parameters is the network to validate and to keep: a view, without what only helps training. */
    default Parameters network(Parameters all) {
        return all;
    }

    /**
     * What measures the {@linkplain #network network}.
     *
     * @param heldOut scenes that nothing is learned from, of every objective
     */
    Validation validation(List<SyntheticScene> heldOut, Device device);

    /** What else decides the result, in words by what they are about: a checkpoint to begin with, numbers of its own. */
    default Map<String, String> describe() {
        return Map.of();
    }
}
