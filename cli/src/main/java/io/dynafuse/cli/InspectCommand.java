package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import io.dynafuse.model.CheckpointLoader;
import io.dynafuse.model.Network;
import io.dynafuse.weights.Checkpoint;
import io.dynafuse.weights.TensorInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            description = "safetensors or PyTorch checkpoint, or weights that `dynafuse models` lists")
    private String file;

    @Option(names = "--verbose", description = "Print a stack trace if something goes wrong.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        try (Checkpoint checkpoint = Dynafuse.library(command).find(file).open()) {
            out.println("file     " + checkpoint.name());
            out.println("format   " + checkpoint.format().displayName());
            out.println("sha-256  " + checkpoint.sha256());
            checkpoint.metadata().forEach((key, value) -> out.println("note     " + OneLine.of(key + ": " + value)));
            out.println("network  " + networks(CheckpointLoader.fitting(checkpoint)));
            List<TensorInfo> tensors = checkpoint.tensors();
            out.printf(
                    Locale.ROOT,
                    "tensors  %d with %,d elements%n",
                    tensors.size(),
                    tensors.stream().mapToLong(TensorInfo::elements).sum());
            tensors.forEach(tensor -> out.printf(
                    "  %-4s %-20s %s%n", tensor.type().safetensorsName(), tensor.shape(), OneLine.of(tensor.name())));
        }
        return 0;
    }

    private static String networks(List<Network> fitting) {
        if (fitting.isEmpty()) {
            return "none that dynafuse knows";
        }
        return fitting.stream().map(Network::id).collect(Collectors.joining(", "));
    }
}
