package io.dynafuse.training;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.TrainableNetwork;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a network: batch, static fusion, loss, gradients, optimiser, and again; now and then a validation, whose best parameters are
 * kept, and a checkpoint, from which it can go on. The same plan gives the same parameters, bit for bit, on one machine with one number of threads,
 * whether it was interrupted or not.
 */
public final class Training {
    private final TrainingPlan plan;
    private final BatchSource batches;
    private final Validation validation;
    private final TrainingFolder folder;
    private final Device device;
    private final TrainingListener listener;
    private final List<String> trained;

    /**
     * @param batches what is learned from, made as the plan says, on the device
     * @param validation by which the best parameters are chosen
     * @param folder where they and the checkpoints go
     */
    public Training(
            TrainingPlan plan,
            BatchSource batches,
            Validation validation,
            TrainingFolder folder,
            Device device,
            TrainingListener listener) {
        this.plan = plan;
        this.batches = batches;
        this.validation = validation;
        this.folder = folder;
        this.device = device;
        this.listener = listener;
        this.trained = plan.network().parameterShapes().keySet().stream()
                .filter(plan.network().trainedParameters()::contains)
                .toList();
    }

    /**
     * Trains from where the folder's checkpoint is, or from the beginning, to the last step. Runs on the calling thread.
     *
     * @param checkpointEvery how many steps lie between two checkpoints; a validation makes one in any case
     * @throws IOException if a checkpoint cannot be read or written, or is of another plan
     * @throws DivergedException if a loss is not finite
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void run(long checkpointEvery) throws IOException, InterruptedException {
        try (TrainingState state = folder.load(plan, device)) {
            while (state.done() < plan.steps()) {
                step(state);
                boolean measured = state.done() == plan.steps() || state.done() % plan.validateEvery() == 0;
                if (measured) {
                    validate(state);
                }
                // What was kept as the best must be what the checkpoint says.
                if (measured || state.done() % checkpointEvery == 0) {
                    folder.save(plan, state);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private void step(TrainingState state) {
        double rate = plan.rate().at(state.done(), plan.steps());
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> variables = new LinkedHashMap<>();
            for (String name : trained) {
                variables.put(name, state.parameters().get(name).asVariable());
            }
            Tensor loss = loss(state.parameters(), variables, batches.at(state.done()));
            float value = loss.toFloats()[0];
            if (!Float.isFinite(value)) {
                throw new DivergedException(state.done() + 1, "loss", value);
            }
            update(state, Autograd.gradients(loss, List.copyOf(variables.values())), rate);
            state.finishStep(value);
            listener.stepped(state.done(), plan.steps(), value, rate);
        }
    }

    private Tensor loss(Parameters constants, Map<String, Tensor> variables, Batch batch) {
        TrainableNetwork network = plan.network();
        return Autograd.record(() -> {
            List<Tensor> sources = batch.sources().stream()
                    .map(network.facts().normalisation()::normalise)
                    .toList();
            Tensor output = network.fuseRecorded(constants.with(variables), sources);
            Tensor fused = network.facts().normalisation().denormalise(output);
            List<Tensor> seen = batch.sources().stream().map(this::inner).toList();
            return batch.lesson().loss().of(fused, seen, batch.truth().map(this::inner), 1);
        });
    }

    /** What of an image is fused: all but the margin. */
    private Tensor inner(Tensor image) {
        int margin = plan.network().margin();
        return image.slice(2, margin, image.size(2) - 2L * margin).slice(3, margin, image.size(3) - 2L * margin);
    }

    private void update(TrainingState state, List<Tensor> gradients, double rate) {
        double norm = norm(gradients);
        if (!Double.isFinite(norm)) {
            throw new DivergedException(state.done() + 1, "gradient", norm);
        }
        for (int i = 0; i < gradients.size(); i++) {
            String name = trained.get(i);
            Tensor gradient = norm > plan.clip() ? gradients.get(i).times(plan.clip() / norm) : gradients.get(i);
            Tensor parameter = state.parameters().get(name);
            plan.optimiser()
                    .step(
                            name,
                            parameter,
                            gradient,
                            state.firstMoments(),
                            state.secondMoments(),
                            state.done() + 1L,
                            rate);
            average(state.average().get(name), parameter, averageDecay(state.done()));
        }
    }

    /** Less at first, so that the mean soon forgets where the parameters began. */
    private double averageDecay(int done) {
        return Math.min(plan.averageDecay(), (1.0 + done) / (10.0 + done));
    }

    private static void average(Tensor average, Tensor parameter, double decay) {
        try (Scope scope = Scope.open()) {
            average.timesInPlace(decay).plusInPlace(parameter.times(1 - decay));
        }
    }

    private static double norm(List<Tensor> gradients) {
        double squares = 0;
        for (Tensor gradient : gradients) {
            long elements = Arrays.stream(gradient.shape()).reduce(1, Math::multiplyExact);
            squares += elements * (double) gradient.square().meanOfAll().toFloats()[0];
        }
        return Math.sqrt(squares);
    }

    private void validate(TrainingState state) throws IOException, InterruptedException {
        FusionModel model = plan.network().create(state.average(), device, Precision.FP32);
        Validation.Result result = validation.measure(model);
        boolean best = folder.keepIfBest(plan, state, result);
        listener.validated(state.done(), result, best);
    }
}
