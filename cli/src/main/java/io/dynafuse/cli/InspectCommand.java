package io.dynafuse.cli;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointFormat;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.files.OneLine;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.network.PublishedCheckpoint;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what a checkpoint holds. */
@Command(
        name = "inspect",
        description = "Lists what a checkpoint holds: its format, its tensors, and which network it fits.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "FILE|NAME",
            description =
                    "a checkpoint of safetensors, PyTorch, TensorFlow (NAME.index) or NumPy (.npz), or the name of one that `dynafuse models` lists;"
                            + " or a network of your own, TorchScript or ONNX, which is not run")
    private String file;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "List only what lies below this key, such as params or generator.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--classify",
            paramLabel = "IMAGE",
            description =
                    "Tell, by the illumination classifier in the checkpoint (PIAFusion), whether this visible image is of day or night, in place of"
                            + " listing; may be given several times.")
    private List<Path> classified = List.of();

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        Optional<Path> graph = graph();
        if (graph.isPresent()) {
            GraphLines.of(GraphFile.read(graph.get())).forEach(out::println);
            return 0;
        }
        CheckpointSource whole = Dynafuse.library(command).find(file);
        try (Checkpoint checkpoint = key.map(whole::below).orElse(whole).open()) {
            if (!classified.isEmpty()) {
                DayOrNight.lines(checkpoint, classified).forEach(out::println);
                return 0;
            }
            out.println("file     " + OneLine.of(checkpoint.name()));
            out.println("format   " + checkpoint.format().displayName());
            checksums(checkpoint).forEach(out::println);
            checkpoint.metadata().forEach((key, value) -> out.println("note     " + OneLine.of(key + ": " + value)));
            if (!checkpoint.droppedPrefixes().isEmpty()) {
                out.println("names    without " + String.join(", ", checkpoint.droppedPrefixes()));
            }
            for (String line : network(checkpoint)) {
                out.println(line);
            }
            List<TensorInfo> tensors = checkpoint.tensors();
            out.println(count(tensors));
            tensors.stream().map(InspectCommand::line).forEach(out::println);
        }
        return 0;
    }

    /** The file, if it is a network with a program of its own. */
    private Optional<Path> graph() {
        try {
            return Optional.of(Path.of(file))
                    .filter(path -> GraphFile.formatOf(path).isPresent());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A tensor in the list. */
    static String line(TensorInfo tensor) {
        return String.format(
                Locale.ROOT,
                "  %-4s %-20s %s",
                tensor.type().safetensorsName(),
                tensor.shape(),
                OneLine.of(tensor.name()));
    }

    /** How many tensors follow. */
    static String count(List<TensorInfo> tensors) {
        return String.format(
                Locale.ROOT,
                "tensors  %d with %,d elements",
                tensors.size(),
                tensors.stream().mapToLong(TensorInfo::elements).sum());
    }

    private static List<String> checksums(Checkpoint checkpoint) throws CheckpointException {
        Map<String, String> files = checkpoint.fileChecksums();
        return files.entrySet().stream()
                .map(file -> "sha-256  " + file.getValue()
                        + (checkpoint.format() == CheckpointFormat.TENSORFLOW || files.size() > 1
                                ? " of " + OneLine.of(file.getKey())
                                : ""))
                .toList();
    }

    /** Two or more in words. */
    private static String modules(List<String> names) {
        int last = names.size() - 1;
        return OneLine.brief(String.join(", ", names.subList(0, last)) + " and " + names.get(last)) + " modules";
    }

    /** Prints which networks the checkpoint fits and how it is read, or why it fits none. */
    private static List<String> network(Checkpoint checkpoint) throws CheckpointException {
        List<Network> fitting = CheckpointLoader.fitting(checkpoint);
        Optional<String> companion = CheckpointLoader.companionAlone(checkpoint);
        if (companion.isPresent()) {
            return List.of("network  none: this is " + companion.get() + " alone");
        }
        if (fitting.isEmpty()) {
            return List.of("network  none that dynafuse knows"
                    + CheckpointLoader.nearest(checkpoint)
                            .map(words -> "; " + OneLine.of(words))
                            .orElse(""));
        }
        List<String> lines = new ArrayList<>();
        lines.add("network  " + fitting.stream().map(Network::id).collect(Collectors.joining(", ")));
        lines.add(
                "range    " + CheckpointLoader.range(fitting.get(0), checkpoint).word());
        CheckpointLoader.task(fitting.get(0), checkpoint).ifPresent(task -> lines.add("task     " + task.word()));
        String prefix = CheckpointLoader.prefix(fitting.get(0), checkpoint);
        if (!prefix.isEmpty()) {
            lines.add("read     below " + OneLine.brief(prefix));
        }
        List<String> companions = CheckpointLoader.companions(fitting.get(0), checkpoint);
        if (!companions.isEmpty()) {
            String own = prefix.replaceFirst("\\.$", "").replaceFirst(".*\\.", "");
            lines.add("holds    "
                    + modules(Stream.concat(Stream.of(own), companions.stream()).toList()));
        }
        CheckpointLoader.notes(fitting.get(0), checkpoint).forEach(note -> lines.add("note     " + OneLine.of(note)));
        for (Network network : fitting) {
            PublishedCheckpoint.find(network, checkpoint)
                    .ifPresent(published -> lines.add("note     " + OneLine.of(published.words())));
        }
        return lines;
    }
}
