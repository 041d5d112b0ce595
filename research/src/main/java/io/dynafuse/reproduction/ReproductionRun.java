package io.dynafuse.reproduction;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Runs an experiment on the scenes of a dataset with a network. */
public final class ReproductionRun {
    private static final String TIMED = "seconds an image: the median of " + TimedRun.ROUNDS
            + " fusions of images in memory after one that does not count, all ways in turn; mean over the images";
    private static final String OTHER_MACHINE =
            "The paper's machine was another one: seconds cannot be compared, only how dynamic fusion relates to static.";
    // The paper does not say which of IFCNN's weights it took; these make its baselines come out.
    private static final String NETWORK_OF_PAPER = "ifcnn-sum";

    private final Experiment experiment;
    private final Path data;
    private final List<DatasetScene> scenes;
    private final NetworkSource source;
    private final Settings settings;
    private final LongSupplier clock;

    /**
     * Prepares a run on scenes of a dataset; nothing is read yet.
     *
     * @param experiment one that is {@linkplain #requireAvailable available}
     * @param data where the scenes were found
     * @param weights the checkpoint of a network
     * @param network the network to insist on; recognised from the checkpoint if empty
     */
    public static ReproductionRun of(
            Experiment experiment,
            Path data,
            List<DatasetScene> scenes,
            CheckpointSource weights,
            Optional<Network> network,
            Settings settings) {
        return new ReproductionRun(
                experiment,
                data,
                scenes,
                new NetworkSource.OfCheckpoint(weights, network, rule(experiment)),
                settings,
                System::nanoTime);
    }

    ReproductionRun(
            Experiment experiment,
            Path data,
            List<DatasetScene> scenes,
            NetworkSource source,
            Settings settings,
            LongSupplier clock) {
        this.experiment = experiment;
        this.data = data;
        this.scenes = List.copyOf(scenes);
        this.source = source;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Runs the experiment; scenes that fail are in the result.
     *
     * @param progress hears of the fusions, or of the scenes where times are taken
     * @throws IOException if the experiment waits for a network, or the weights cannot be read or are of none of its networks
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Reproduction run(EvaluationProgress progress) throws IOException, InterruptedException {
        requireAvailable(experiment);
        if (experiment instanceof MeasuredExperiment measured) {
            return reproduction(
                    MeasuredRun.run(measured, scenes, source, settings, progress),
                    conventions(measured),
                    measured.remarks());
        }
        if (experiment instanceof TimedExperiment timed) {
            return reproduction(
                    TimedRun.run(timed, scenes, source, settings, clock, progress),
                    List.of(TIMED),
                    List.of(OTHER_MACHINE));
        }
        throw new IOException(experiment.id() + ": cannot be run");
    }

    /**
     * Checks that an experiment can be run.
     *
     * @throws IOException if it waits for a network
     */
    public static void requireAvailable(Experiment experiment) throws IOException {
        if (!experiment.isAvailable()) {
            throw new IOException(experiment.id() + ": waits for the network "
                    + experiment.missing().stream().map(NetworkFamily::id).collect(Collectors.joining(", "))
                    + ", which is not there yet; `dynafuse reproduce --list` shows what can be run");
        }
    }

    /** Before any scene is worked on, so that no hour is spent on what is then refused. */
    static void requireNetwork(Experiment experiment, Network network, String weights) throws IOException {
        if (experiment.families().stream().noneMatch(family -> family.includes(network))) {
            throw new IOException(weights + ": holds " + network.id() + ", but " + experiment.id() + " is about "
                    + experiment.families().stream().map(NetworkFamily::id).collect(Collectors.joining(", ")));
        }
    }

    private Reproduction reproduction(MeasuredRun.Outcome outcome, List<String> conventions, List<String> remarks) {
        Network network = outcome.network();
        List<String> all =
                new ArrayList<>(experiment.images().remarks(outcome.failures().otherNames()));
        if (NetworkFamily.IFCNN.includes(network) && !network.id().equals(NETWORK_OF_PAPER)) {
            all.add("The paper's numbers are those of " + NETWORK_OF_PAPER + "; here ran " + network.id() + ".");
        }
        all.addAll(remarks);
        outcome.notes().forEach(note -> all.add("Note of the network: " + note + "."));
        return new Reproduction(
                experiment,
                data,
                network.id(),
                source.weights(),
                conventions,
                outcome.columns(),
                outcome.rows(),
                outcome.failures().otherNames(),
                outcome.failures().list(),
                all);
    }

    private static OutputRule rule(Experiment experiment) {
        return experiment instanceof MeasuredExperiment measured ? measured.rule() : OutputRule.CUT;
    }

    private static List<String> conventions(MeasuredExperiment experiment) {
        List<String> conventions = new ArrayList<>(List.of(
                experiment.colours().words(), "fused: " + experiment.rule().words()));
        experiment.columns().stream()
                .map(MeasuredExperiment.Column::measure)
                .collect(Collectors.groupingBy(ReproductionRun::convention))
                .keySet()
                .stream()
                .sorted()
                .forEach(conventions::add);
        return conventions;
    }

    private static String convention(Measure measure) {
        return "profile " + measure.profile().id() + ", colour images as "
                + measure.colour().words();
    }

    /**
     * How an experiment is run.
     *
     * @param threads how many scenes are worked on at once; fusions take turns, measuring goes on beside them
     * @param reading how images are read
     */
    public record Settings(int threads, ReadOptions reading) {
        /** @throws IllegalArgumentException if there is less than one thread */
        public Settings {
            if (threads < 1) {
                throw new IllegalArgumentException("expected 1 thread or more, found " + threads);
            }
        }
    }
}
