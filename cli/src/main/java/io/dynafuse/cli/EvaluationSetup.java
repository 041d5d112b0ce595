package io.dynafuse.cli;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.Words;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.report.HtmlReport;
import io.dynafuse.evaluation.run.EvaluationRequest;
import io.dynafuse.evaluation.run.EvaluationRun;
import io.dynafuse.evaluation.run.RunIdentity;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.network.Network;
import io.dynafuse.network.OutputRange;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.report.ConstantName;
import io.dynafuse.report.Versions;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The evaluation of one checkpoint on one dataset.
 *
 * @param task for which the default dominability is chosen
 * @param reading how sources are read, and what is done to them before they are fused
 * @param output the folder of all results
 * @param galleryScenes the number of scenes that the report shows pictures of
 */
record EvaluationSetup(
        GivenDataset dataset,
        CheckpointSource checkpoint,
        Optional<Task> task,
        Precision precision,
        Device device,
        OutputRule rule,
        Path output,
        SourceReading reading,
        int threads,
        int galleryScenes,
        boolean restart) {

    /** Checks the output folder: files among the sources would become sources of the next run. */
    void requireApart(CommandSpec command) throws IOException {
        Path folder = Usage.real(output);
        dataset.requireOutside(command, "", output);
        for (DatasetScene scene : scenes().scenes()) {
            for (Path file : scene.allFiles()) {
                Path real = Usage.real(file);
                Usage.require(
                        command,
                        !real.startsWith(folder) && !folder.equals(real.getParent()),
                        output + ": holds " + file + " of the dataset; expected a folder without sources");
            }
        }
        Optional<Path> file = checkpoint.file();
        Usage.require(
                command,
                file.isEmpty() || !Usage.real(file.get()).startsWith(folder),
                output + ": holds the checkpoint " + checkpoint.name() + "; expected a folder without it");
    }

    /** @param fuser with the checkpoint */
    EvaluationRequest request(Fuser fuser, List<Variant> variants, List<Measure> measures) throws IOException {
        RunIdentity identity = identity(measures, fuser);
        return new EvaluationRequest(
                scenes(),
                dataset.folder(),
                variants,
                measures,
                identity,
                task.map(ConstantName::of).orElse(""),
                rule,
                facts(identity, fuser.network()),
                reading,
                threads,
                galleryScenes,
                restart);
    }

    /**
     * Does what is missing, and prints how far it is and what the network said.
     *
     * @throws IOException as {@link EvaluationRun#run} does
     */
    EvaluationRun.Summary run(EvaluationRequest request, Fuser fuser, PrintWriter error)
            throws IOException, InterruptedException {
        try (EvaluationProgressLines progress = new EvaluationProgressLines(error)) {
            EvaluationRun.Summary summary = EvaluationRun.run(request, output, fuser::fuse, progress);
            summary.notes().forEach(note -> error.println("note: " + note));
            return summary;
        }
    }

    /** A builder of a fuser with the checkpoint, for commands that let it run as it is. */
    Fuser.Builder fuser() {
        Fuser.Builder builder = Fuser.with(checkpoint);
        task.ifPresent(builder::task);
        return rule.configure(builder);
    }

    private Dataset scenes() {
        return dataset.scenes();
    }

    /** What results have in common. */
    RunIdentity identity(List<Measure> measures, Fuser fuser) throws IOException {
        return new RunIdentity(
                scenes().name(),
                fuser.network().id(),
                checkpoint.sha256(),
                ConstantName.of(precision),
                ConstantName.of(device),
                reading.preparation().words() + reading.options().choice(),
                output(fuser),
                RunIdentity.labels(measures),
                Versions.dynafuse(),
                Engine.version(),
                Integer.toString(Runtime.version().feature()));
    }

    private String output(Fuser fuser) {
        return Stream.of(
                        Stream.of(rule.words()),
                        Stream.of(fuser.range())
                                .filter(range -> range != OutputRange.AS_IS)
                                .map(OutputRange::word),
                        fuser.changes().stream())
                .flatMap(words -> words)
                .collect(Collectors.joining(", "));
    }

    private List<HtmlReport.Fact> facts(RunIdentity identity, Network network) {
        List<HtmlReport.Fact> facts = new ArrayList<>();
        facts.add(new HtmlReport.Fact(
                "dataset",
                scenes().name() + ", " + Words.counted(scenes().scenes().size(), "scene")));
        task.ifPresent(known -> facts.add(new HtmlReport.Fact("task", ConstantName.of(known))));
        facts.add(new HtmlReport.Fact("network", network.id() + ": " + network.description()));
        facts.add(new HtmlReport.Fact("checkpoint", checkpoint.shortName()));
        facts.add(new HtmlReport.Fact("checkpoint, SHA-256", identity.weights()));
        facts.add(new HtmlReport.Fact("computed in", identity.precision() + " on " + identity.device()));
        facts.add(new HtmlReport.Fact("sources", identity.sources()));
        facts.add(new HtmlReport.Fact("fused images", identity.output()));
        facts.add(new HtmlReport.Fact("Dynafuse", identity.dynafuse()));
        facts.add(new HtmlReport.Fact("engine", identity.engine()));
        facts.add(new HtmlReport.Fact("Java", identity.java()));
        return facts;
    }
}
