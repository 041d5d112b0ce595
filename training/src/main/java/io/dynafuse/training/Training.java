package io.dynafuse.training;

import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains what a {@link Learner} says: batches, a step's loss and gradients, optimiser, and again; now and then a validation, whose best parameters are
 * kept, and a checkpoint, from which it can go on. The same plan gives the same parameters, bit for bit, on one machine with one number of threads,
 * whether it was interrupted or not.
 */
public final class Training {
    private final TrainingPlan plan;
    private final Schedule schedule;
    private final BatchSource batches;
    private final Validation validation;
    private final TrainingFolder folder;
    private final Device device;
    private final TrainingListener listener;

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
        this.schedule = plan.schedule();
        this.batches = batches;
        this.validation = validation;
        this.folder = folder;
        this.device = device;
        this.listener = listener;
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
            if (state.done() == 0) {
                reached(state);
            }
            while (state.done() < plan.steps()) {
                step(state);
                reached(state);
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

    private void reached(TrainingState state) throws IOException, InterruptedException {
        listener.reached(state.done(), plan.steps(), plan.learner().network(state.averaged()));
    }

    private void step(TrainingState state) {
        Phase phase = schedule.phase(state.done());
        double rate = schedule.rate(state.done());
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> variables = new LinkedHashMap<>();
            for (String module : phase.modules()) {
                state.trained(module)
                        .forEach(name ->
                                variables.put(name, state.parameters().get(name).asVariable()));
            }
            List<Batch> taken =
                    schedule.draws(state.done()).stream().map(batches::at).toList();
            Step step = plan.learner().step(phase, state.parameters().with(variables), taken);
            if (!Float.isFinite(step.loss())) {
                throw new DivergedException(state.done() + 1, "loss", step.loss(), taken);
            }
            if (!step.gradients().keySet().equals(variables.keySet())) {
                throw new IllegalStateException("expected gradients by " + variables.keySet() + ", found those by "
                        + step.gradients().keySet());
            }
            phase.modules().forEach(module -> requireFinite(state, module, step.gradients(), taken));
            phase.modules().forEach(module -> update(state, module, step.gradients(), rate));
            state.finishStep(step.loss());
            listener.stepped(state.done(), plan.steps(), step.loss(), rate);
        }
    }

    /** Before any module changes, so that a failed step leaves all as it was. */
    private static void requireFinite(
            TrainingState state, String module, Map<String, Tensor> found, List<Batch> taken) {
        double norm = norm(state.trained(module).stream().map(found::get).toList());
        if (!Double.isFinite(norm)) {
            throw new DivergedException(state.done() + 1, "gradient", norm, taken);
        }
    }

    private void update(TrainingState state, String module, Map<String, Tensor> found, double rate) {
        List<String> names = state.trained(module);
        List<Tensor> gradients = names.stream().map(found::get).toList();
        double norm = norm(gradients);
        long before = schedule.changesBefore(state.done(), module);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Tensor gradient = norm > plan.clip() ? gradients.get(i).times(plan.clip() / norm) : gradients.get(i);
            Tensor parameter = state.parameters().get(name);
            Adam optimiser = plan.learner().decays(name)
                    ? plan.optimiser()
                    : plan.optimiser().withWeightDecay(0);
            optimiser.step(name, parameter, gradient, state.firstMoments(), state.secondMoments(), before + 1, rate);
            average(state.average().get(name), parameter, emaDecay(before));
        }
    }

    /** Less at first, so that the average soon forgets where the parameters began. */
    private double emaDecay(long before) {
        return Math.min(plan.emaDecay(), (1.0 + before) / (10.0 + before));
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
        Parameters network = plan.learner().network(state.averaged());
        Validation.Result result = validation.measure(network);
        boolean best = folder.keepIfBest(plan, state.done(), network, result);
        listener.validated(state.done(), result, best);
    }
}
