package io.dynafuse.cli;

import io.dynafuse.data.Place;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.MetricList;
import io.dynafuse.evaluation.ParallelEvaluation;
import io.dynafuse.evaluation.Plan;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.ResultsReport;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.metrics.Documentation;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures fused images. */
@Command(
        name = "metrics",
        description = {
            "Measures how good a fused image is, or a folder of them, or compares methods.",
            "",
            "Folders are paired by file name without extension; where names carry a suffix, a quoted pattern picks the"
                    + " images of a folder: 'DIR/*-mri.png'.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every image was measured",
            "1:an image could not be measured, or not by every metric, as memory was short",
            "2:wrong usage"
        })
final class MetricsCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 1024;

    /** The size at which sources are measured: their own, or that of the fused image. */
    enum SourceSize {
        NONE,
        FUSED
    }

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description = "The images the fused one was made from, two or more; the same as --sources.")
    private List<String> positional = List.of();

    @Option(
            names = "--fused",
            paramLabel = "[NAME=]FILE|DIR",
            description = "The fused image, or a folder of them. If given several times, methods are compared; NAME is"
                    + " the name of a method.")
    private List<String> fused = List.of();

    @Option(
            names = "--sources",
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description =
                    "The sources, or a folder for each of them. Without them, only metrics that need none are computed.")
    private List<String> named = List.of();

    @Option(
            names = "--ground-truth",
            paramLabel = "FILE|DIR",
            description = "The image that a perfect fusion would have given, or a folder of them.")
    private Optional<String> truth = Optional.empty();

    @Option(
            names = "--metric",
            paramLabel = "ID",
            split = ",",
            description = "What to compute, such as EN,SSIM,PSNR@vifb, where @ names a profile; all that the profile"
                    + " knows if not given.")
    private List<String> metrics = List.of();

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "Which conventions to follow: canonical (if not given), vifb, mefb, liu, tang, tang-driver,"
                    + " tang-uint8, cddfuse, ttd, tcmoa or refusion.")
    private MetricProfile profile = MetricProfile.CANONICAL;

    @Mixin
    private ReportOutput output;

    @Option(
            names = "--opaque-only",
            description =
                    "Measure within the largest rectangle in which the fused image, its sources and the ground truth"
                            + " all have data, their alpha being above 0. Without, transparent pixels count with the samples"
                            + " stored there.")
    private boolean opaqueOnly;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of images to measure at once, as far as memory allows; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--resize",
            paramLabel = "none|fused",
            description =
                    "Whether to resample sources of another size, but the fused image's aspect ratio (within 1 %%),"
                            + " to its size: by Lanczos-3 where they grow, by the mean of areas where they shrink; none if not"
                            + " given, which refuses them.")
    private SourceSize resize = SourceSize.NONE;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--list", description = "List the metrics of the profile, and compute nothing.")
    private boolean list;

    @Option(
            names = "--documentation",
            description = "Print every metric and profile with formula, reference and conventions, as Markdown.")
    private boolean documentation;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            requireNothingBeside("--list", Set.of("--list", "--profile", "--verbose"));
            MetricList.lines(profile).forEach(command.commandLine().getOut()::println);
            return 0;
        }
        if (documentation) {
            requireNothingBeside("--documentation", Set.of("--documentation", "--verbose"));
            command.commandLine().getOut().print(Documentation.markdown());
            return 0;
        }
        requireSense();
        List<Measure> measures = measures();
        output.requireSense();
        Plan plan = plan();
        output.requireApart(plan.files(), ResultsReport::isReport);
        plan.notes().forEach(line -> error().println("note: " + line));
        truth.flatMap(file -> TruthNote.of(measures)).ifPresent(line -> error().println("note: " + line));
        Results results = evaluate(plan, measures);
        if (!plan.ofFolders() && plan.methods().size() == 1) {
            results.methods().get(0).requireMeasured();
        }
        return report(results);
    }

    private Plan plan() throws IOException {
        Map<String, Place> methods = new LinkedHashMap<>();
        arguments().forEach(argument -> methods.put(argument.name(), argument.place()));
        return Plan.of(methods, sources().stream().map(Place::new).toList(), truth.map(Place::new));
    }

    private Results evaluate(Plan plan, List<Measure> measures) throws InterruptedException {
        int workers = threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
        SceneEvaluation evaluation =
                new SceneEvaluation(measures, reading.toOptions(), resize == SourceSize.FUSED, opaqueOnly);
        String parts = plan.scenes() == 1 ? "metrics" : "images";
        try (TerminalProgress progress = new TerminalProgress(error(), "measuring", parts)) {
            return ParallelEvaluation.evaluate(plan.methods(), evaluation, workers, progress)
                    .ofFolders(plan.ofFolders());
        }
    }

    private int report(Results results) throws IOException {
        Words.shortened(results.notes()).forEach(line -> error().println("note: " + line));
        boolean complete = FailureLines.print(results, verbose, error());
        output.write(new ResultsReport(results), ResultsReport::isReport);
        return complete ? 0 : 1;
    }

    private void requireNothingBeside(String option, Set<String> fitting) {
        command.commandLine().getParseResult().matchedArgs().stream()
                .map(argument ->
                        argument instanceof OptionSpec given ? given.longestName() : "the source " + positional.get(0))
                .filter(name -> !fitting.contains(name))
                .findFirst()
                .ifPresent(name -> require(
                        false,
                        option + ": computes nothing; expected no other option"
                                + (fitting.contains("--profile") ? " than --profile" : "") + ", found " + name));
    }

    private List<Measure> measures() {
        List<Measure> measures = metrics.isEmpty()
                ? MeasureSelection.all(profile, !sources().isEmpty(), truth.isPresent())
                : namedMeasures();
        require(
                !measures.isEmpty(),
                "the profile " + profile.id()
                        + " has only metrics that need sources or a ground truth; expected sources");
        return measures;
    }

    private List<Measure> namedMeasures() {
        List<Measure> measures;
        try {
            measures = MeasureSelection.named(metrics, profile);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--metric: " + e.getMessage());
        }
        for (Measure measure : measures) {
            Kind kind = measure.metric().kind();
            require(
                    kind != Kind.SOURCE_BASED || !sources().isEmpty(),
                    "--metric: " + measure.metric().id() + " compares with the sources; expected two or more of them"
                            + againstTruth(measure));
            require(
                    kind != Kind.GROUND_TRUTH || truth.isPresent(),
                    "--metric: " + measure.metric().id() + " compares with the ground truth; expected it"
                            + " by --ground-truth FILE|DIR");
        }
        return measures;
    }

    /** Some metrics have a variant for the ground truth, which the user likely meant if there is one. */
    private String againstTruth(Measure measure) {
        return truth.flatMap(file -> TruthNote.namesake(measure.metric()))
                .map(metric -> ", or " + metric.id() + ", which compares with the ground truth")
                .orElse("");
    }

    private void requireSense() {
        require(!fused.isEmpty(), "expected --fused with the fused image or a folder of them");
        requireCommas();
        require(
                positional.isEmpty() || named.isEmpty(),
                "expected the sources either by --sources or on their own, found both");
        require(
                places().map(Place::text).noneMatch(String::isEmpty),
                "expected the name of a file or folder, found an empty one");
        require(sources().size() != 1, "expected no source or 2 and more, found 1");
        requireOneKind();
        List<String> names = arguments().stream().map(MethodArgument::name).toList();
        require(
                names.stream().distinct().count() == names.size(),
                "--fused: two methods have the same name; expected --fused NAME=DIR with different names, found "
                        + String.join(", ", names));
        threads.ifPresent(number -> require(
                number >= 1 && number <= MOST_THREADS,
                "--threads: expected 1 to " + MOST_THREADS + ", found " + number));
        reading.requireSense();
    }

    /** Checks that no file is among folders. */
    private void requireOneKind() {
        if (places().anyMatch(Place::isFolder)) {
            places().filter(Place::isFile)
                    .findFirst()
                    .ifPresent(place -> require(
                            false,
                            place.text() + ": is a file, but others are folders; expected either files or folders"));
        }
    }

    /** A space between metrics turns all but the first into sources. */
    private void requireCommas() {
        if (!metrics.isEmpty()) {
            positional.stream()
                    .filter(source -> !new Place(source).exists())
                    .filter(source ->
                            Metrics.find(source.replaceFirst("@.*", "")).isPresent())
                    .findFirst()
                    .ifPresent(source -> require(
                            false,
                            source + ": is a metric, not a file; expected a comma between metrics, as in --metric "
                                    + String.join(",", metrics) + "," + source));
        }
    }

    private Stream<Place> places() {
        return Stream.concat(
                arguments().stream().map(MethodArgument::place),
                Stream.concat(sources().stream(), truth.stream()).map(Place::new));
    }

    private List<MethodArgument> arguments() {
        return fused.stream().map(MethodArgument::of).toList();
    }

    private List<String> sources() {
        return named.isEmpty() ? positional : named;
    }

    private void require(boolean condition, String otherwise) {
        Usage.require(command, condition, otherwise);
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}
