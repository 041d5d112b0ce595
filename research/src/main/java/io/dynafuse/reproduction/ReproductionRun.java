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
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Runs an experiment on the scenes of a dataset with a network. */
public final class ReproductionRun {
    private static final List<String> TIMED = List.of(
            "seconds an image, or one over them: the median of " + TimedRun.ROUNDS
                    + " fusions of images in memory after one that does not count, all ways in turn; mean over the images",
            "MB: the largest resident memory of the process during a fusion, above that before it, in the round that does"
                    + " not count");
    private static final String OTHER_MACHINE =
            "The paper's machine was another one: times cannot be compared, only how those of two rows or columns relate.";
    // TTD does not say which of IFCNN's weights it took; these make its baselines come out.
    private static final String NETWORK_OF_PAPER = "ifcnn-sum";

    private final Experiment experiment;
    private final Path data;
    private final List<DatasetScene> scenes;
    private final List<NetworkSource> sources;
    private final Settings settings;
    private final LongSupplier clock;

    /**
     * Prepares a run on scenes of a dataset, of which nothing is read yet.
     *
     * @param data where the scenes were found
     * @param weights checkpoints of networks; a network that is to be timed and has none begins at random
     * @param network the network to insist on; recognised from the checkpoints if empty
     * @throws IOException if a checkpoint cannot be read
     */
    public static ReproductionRun of(
            Experiment experiment,
            Path data,
            List<DatasetScene> scenes,
            List<CheckpointSource> weights,
            Optional<Network> network,
            Settings settings)
            throws IOException {
        return new ReproductionRun(
                experiment, data, scenes, sources(experiment, weights, network), settings, System::nanoTime);
    }

    ReproductionRun(
            Experiment experiment,
            Path data,
            List<DatasetScene> scenes,
            List<NetworkSource> sources,
            Settings settings,
            LongSupplier clock) {
        this.experiment = experiment;
        this.data = data;
        this.scenes = List.copyOf(scenes);
        this.sources = List.copyOf(sources);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Runs the experiment; scenes that fail are in the result.
     *
     * @param progress hears of the fusions, or of the scenes where times are taken
     * @throws IOException if the experiment is of another kind, or the weights cannot be read or are of none of its networks
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Reproduction run(EvaluationProgress progress) throws IOException, InterruptedException {
        if (experiment instanceof MeasuredExperiment measured) {
            return reproduction(
                    MeasuredRun.run(measured, scenes, sources, settings, progress),
                    conventions(measured),
                    measured.remarks());
        }
        if (experiment instanceof TimedExperiment timed) {
            return reproduction(
                    TimedRun.run(timed, scenes, sources, settings, clock, progress), TIMED, List.of(OTHER_MACHINE));
        }
        throw new IOException(experiment.id() + ": cannot be run");
    }

    private static List<NetworkSource> sources(
            Experiment experiment, List<CheckpointSource> weights, Optional<Network> network) throws IOException {
        List<NetworkSource> sources = new ArrayList<>();
        for (CheckpointSource checkpoint : weights) {
            sources.add(new NetworkSource.OfCheckpoint(
                    checkpoint, network, rule(experiment), experiment.images().task()));
        }
        if (experiment instanceof TimedExperiment timed && timed.beginsAtRandom()) {
            List<Network> given = new ArrayList<>();
            for (NetworkSource source : sources) {
                given.add(source.identify().network());
            }
            experiment.families().stream()
                    .filter(family -> given.stream().noneMatch(family::includes))
                    .map(family -> new NetworkSource.Untrained(family.network(), rule(experiment)))
                    .forEach(sources::add);
        }
        return sources;
    }

    private Reproduction reproduction(MeasuredRun.Outcome outcome, List<String> conventions, List<String> remarks) {
        List<String> all =
                new ArrayList<>(experiment.images().remarks(outcome.failures().otherNames()));
        outcome.subjects().forEach(subject -> remark(subject).ifPresent(all::add));
        all.addAll(remarks);
        outcome.notes().forEach(note -> all.add("Note of the network: " + note + "."));
        return new Reproduction(
                experiment,
                data,
                joined(outcome, subject -> subject.network().id()),
                joined(outcome, subject -> subject.source().weights()),
                conventions,
                outcome.columns(),
                outcome.rows(),
                outcome.failures().otherNames(),
                outcome.failures().list(),
                all);
    }

    private static String joined(MeasuredRun.Outcome outcome, Function<Subject, String> fact) {
        return outcome.subjects().stream().map(fact).collect(Collectors.joining(", "));
    }

    private boolean isMeasuredOtherwiseThanTtd() {
        return experiment instanceof MeasuredExperiment measured
                && measured.columns().get(0).measure().profile() != Paper.TTD.profile();
    }

    private Optional<String> remark(Subject subject) {
        String network = subject.network().id();
        if (subject.source() instanceof NetworkSource.Untrained) {
            return Optional.of(network + " ran with random parameters, as no checkpoint of it was given.");
        }
        if (subject.identity().trainedHere()) {
            return Optional.of(subject.source().weights()
                    + " was trained by Dynafuse, not by the authors: its rows stand for themselves, beside the paper's"
                    + " changes.");
        }
        return NetworkFamily.IFCNN.includes(subject.network())
                        && !network.equals(NETWORK_OF_PAPER)
                        && !isMeasuredOtherwiseThanTtd()
                ? Optional.of("The paper's numbers are those of " + NETWORK_OF_PAPER + "; here ran " + network + ".")
                : Optional.empty();
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
