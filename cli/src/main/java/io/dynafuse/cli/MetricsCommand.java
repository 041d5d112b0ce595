package io.dynafuse.cli;

import io.dynafuse.evaluation.ImageFolder;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.Method;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.MetricList;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Pairing;
import io.dynafuse.evaluation.ParallelEvaluation;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.Scene;
import io.dynafuse.evaluation.SceneEvaluation;
import io.dynafuse.files.WholeFile;
import io.dynafuse.metrics.Documentation;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
            "1:an image could not be measured, or nothing could",
            "2:wrong usage"
        })
final class MetricsCommand implements Callable<Integer> {
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
            description = "The fused image, or a folder of them. Given several times, methods are compared; NAME is"
                    + " what a method is called.")
    private List<String> fused = List.of();

    @Option(
            names = "--sources",
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description =
                    "The sources, or a folder for each of them. Without, only metrics that need none are computed.")
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
            description = "Whose conventions to follow: canonical (if not given), vifb, mefb, liu, tang, tang-driver,"
                    + " tang-uint8, cddfuse, ttd, tcmoa or refusion.")
    private MetricProfile profile = MetricProfile.CANONICAL;

    @Option(
            names = "--format",
            paramLabel = "table|json|csv",
            description = "How to write the results; a table if not given. CSV has a row for every image and metric,"
                    + " JSON means and ranks too.")
    private Optional<ReportFormat> format = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the results here and print the table. Without --format, the ending .csv or .json"
                    + " chooses the format.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many images to measure at once; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private ReadLimitOptions limits;

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
            MetricList.lines(profile).forEach(command.commandLine().getOut()::println);
            return 0;
        }
        if (documentation) {
            command.commandLine().getOut().print(Documentation.markdown());
            command.commandLine().getOut().flush();
            return 0;
        }
        requireSense();
        List<Measure> measures = measures();
        if (output.isPresent()) {
            WholeFile.requireWritable(output.get());
        }
        return isOfFolders() ? measureFolders(measures) : measureFiles(measures);
    }

    private int measureFiles(List<Measure> measures) throws IOException, InterruptedException {
        List<Method> methods = arguments().stream().map(this::methodOfOneFile).toList();
        Results results = evaluate(methods, measures);
        if (methods.size() == 1) {
            requireMeasured(results.methods().get(0));
        }
        return report(results, false);
    }

    /** Of one image, the reason why it cannot be measured is all there is to say. */
    private static void requireMeasured(MethodResult result) throws IOException {
        Optional<Outcome.Failed> failed = result.failed().findFirst();
        if (failed.isPresent()) {
            throw new IOException(failed.get().reason());
        }
    }

    private Method methodOfOneFile(MethodArgument argument) {
        Path file = Path.of(argument.place());
        // Methods are compared over scenes of one name.
        String name = fused.size() == 1 ? argument.name() : "image";
        return new Method(
                argument.name(),
                List.of(new Scene(name, file, sources().stream().map(Path::of).toList(), truth.map(Path::of))));
    }

    private int measureFolders(List<Measure> measures) throws IOException, InterruptedException {
        List<ImageFolder> sources = new ArrayList<>();
        for (String folder : sources()) {
            sources.add(ImageFolder.read(folder));
        }
        Optional<ImageFolder> truths =
                truth.isPresent() ? Optional.of(ImageFolder.read(truth.get())) : Optional.empty();
        boolean complete = true;
        List<Method> methods = new ArrayList<>();
        for (MethodArgument argument : arguments()) {
            Pairing pairing = Pairing.of(ImageFolder.read(argument.place()), sources, truths);
            pairing.withoutPartner().forEach(error()::println);
            pairing.withoutFused().forEach(line -> error().println("note: " + line));
            complete &= pairing.withoutPartner().isEmpty();
            methods.add(new Method(argument.name(), pairing.scenes()));
        }
        requireCommonScene(methods);
        return report(evaluate(methods, measures), !complete);
    }

    private static void requireCommonScene(List<Method> methods) throws IOException {
        Set<String> common = new HashSet<>(sceneNames(methods.get(0)));
        for (Method method : methods) {
            common.retainAll(sceneNames(method));
            if (common.isEmpty()) {
                throw new IOException(
                        method.name() + ": has no image of a name that the methods before it have; expected methods"
                                + " that fused the same scenes");
            }
        }
    }

    private static List<String> sceneNames(Method method) {
        return method.scenes().stream().map(Scene::name).toList();
    }

    private Results evaluate(List<Method> methods, List<Measure> measures) throws InterruptedException {
        requireOutputApart(methods);
        int workers = threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
        SceneEvaluation evaluation = new SceneEvaluation(measures, limits.toLimits());
        try (TerminalProgress progress = new TerminalProgress(error(), "measuring", "images")) {
            return ParallelEvaluation.evaluate(
                    methods, evaluation, workers, isOfFolders() ? progress : (done, total) -> {});
        }
    }

    private int report(Results results, boolean incomplete) throws IOException {
        ReportFormat chosen =
                format.or(() -> output.flatMap(ReportFormat::ofName)).orElse(ReportFormat.TABLE);
        ReportFormat printed = output.isPresent() ? ReportFormat.TABLE : chosen;
        PrintWriter out = command.commandLine().getOut();
        out.print(printed.write(results));
        out.flush();
        List<Outcome.Failed> failed = results.failed().toList();
        failed.forEach(failure -> error().println("not measured: " + failure.reason()));
        if (output.isPresent()) {
            byte[] report = chosen.write(results).getBytes(StandardCharsets.UTF_8);
            WholeFile.write(output.get(), file -> file.write(report));
        }
        return incomplete || !failed.isEmpty() ? 1 : 0;
    }

    private List<Measure> measures() {
        List<Measure> measures = metrics.isEmpty()
                ? MeasureSelection.all(profile, !sources().isEmpty(), truth.isPresent())
                : namedMeasures();
        require(
                !measures.isEmpty(),
                "the profile " + profile.id() + " has no metric that compares with nothing; expected sources");
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
                    "--metric: " + measure.metric().id() + " compares with the ground truth; expected --ground-truth");
        }
        return measures;
    }

    /** Some metrics have a namesake for the ground truth, which was likely meant where there is one. */
    private String againstTruth(Measure measure) {
        return truth.flatMap(file -> Metrics.find(measure.metric().id() + "_GT"))
                .map(metric -> ", or " + metric.id() + ", which compares with the ground truth")
                .orElse("");
    }

    private void requireSense() {
        require(!fused.isEmpty(), "expected --fused with the fused image or a folder of them");
        require(
                positional.isEmpty() || named.isEmpty(),
                "expected the sources either by --sources or on their own, found both");
        require(
                Stream.concat(places(), output.map(Path::toString).stream()).noneMatch(String::isEmpty),
                "expected the name of a file or folder, found an empty one");
        require(sources().size() != 1, "expected no source or 2 and more, found 1");
        requireOneKind();
        List<String> names = arguments().stream().map(MethodArgument::name).toList();
        require(
                names.stream().distinct().count() == names.size(),
                "--fused: two methods have one name; expected --fused NAME=DIR with different names, found "
                        + String.join(", ", names));
        Usage.requireThreads(command, threads);
        limits.requireSense();
    }

    /** Among folders, no file. */
    private void requireOneKind() {
        if (isOfFolders()) {
            places().filter(place -> Files.isRegularFile(Path.of(place)))
                    .findFirst()
                    .ifPresent(place -> require(
                            false, place + ": is a file, but others are folders; expected either files or folders"));
        }
    }

    /** No output may land on a file that this run reads. */
    private void requireOutputApart(List<Method> methods) {
        output.ifPresent(file -> methods.stream()
                .flatMap(method -> method.scenes().stream())
                .flatMap(scene -> Stream.of(Stream.of(scene.fused()), scene.sources().stream(), scene.truth().stream())
                        .flatMap(files -> files))
                .distinct()
                .forEach(read -> require(
                        !Usage.isSameFile(file, read),
                        file + ": is read by this command already; expected another file")));
    }

    private boolean isOfFolders() {
        return places().anyMatch(ImageFolder::isFolder);
    }

    private Stream<String> places() {
        return Stream.of(arguments().stream().map(MethodArgument::place), sources().stream(), truth.stream())
                .flatMap(places -> places);
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
