package io.dynafuse.cli;

import io.dynafuse.align.Crop;
import io.dynafuse.corruption.Corruption;
import io.dynafuse.detection.OutputLayout;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.GradientChannel;
import io.dynafuse.dominability.GradientScale;
import io.dynafuse.dominability.ImageSpace;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Space;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.loss.FusionLoss;
import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.network.Network;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Sizing;
import io.dynafuse.preparation.Resize;
import io.dynafuse.preparation.Stretch;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.MedicalPair;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.training.Ablation;
import io.dynafuse.training.LearningRate;
import io.dynafuse.web.Service;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The root of the command. */
@Command(
        name = "dynafuse",
        description =
                "Aligns and fuses images of one scene, deciding for each pixel which source counts most, and measures the result.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:could not be done", "2:wrong usage"})
public final class Dynafuse {
    /** Former names of options and their present ones; they still work, but the help does not show them. */
    private static final Map<String, String> FORMER_NAMES = Map.of(
            "--weights", "--checkpoint", "--save-weights", "--save-fusion-weights", "--average-decay", "--ema-decay");

    /** In the order of the help. Their names are at hand without building them, which takes most of the time that a short command takes. */
    private static final List<Class<?>> SUBCOMMANDS = List.of(
            FuseCommand.class,
            ServeCommand.class,
            AlignCommand.class,
            MetricsCommand.class,
            EvaluateCommand.class,
            DetectCommand.class,
            CompareCommand.class,
            BenchmarkCommand.class,
            PeersCommand.class,
            ReproduceCommand.class,
            StudyCommand.class,
            TrainCommand.class,
            SynthCommand.class,
            ModelsCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            InspectCommand.class);

    private static final Set<String> ABOUT_VERSION = Set.of("-V", "--version");

    private final CheckpointLibrary library;

    private Dynafuse(CheckpointLibrary library) {
        this.library = library;
    }

    /** The checkpoints that the command knows by name. */
    static CheckpointLibrary library(CommandSpec command) {
        return ((Dynafuse) command.root().userObject()).library.opening(new GuardedGraphs());
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        if (needed(arguments).equals(List.of(ServeCommand.class))) {
            // The arguments take a third of a second.
            Service.loadEarly();
        }
        System.exit(execute(arguments));
    }

    private static int execute(String[] arguments) {
        try {
            StandardOutput output = new StandardOutput();
            int exitCode = isAboutVersion(arguments)
                    ? printVersion(output.writer())
                    : execute(
                            CheckpointLibrary.ofUser(), output.writer(), new PrintWriter(System.err, true), arguments);
            // The writer does not throw, so a full disk would look like success.
            if (output.hasFailed() && !output.wasClosedByReader()) {
                System.err.println("standard output: could not be written");
            }
            return output.hasFailed() ? Math.max(1, exitCode) : exitCode;
        } catch (OutOfMemoryError e) {
            System.err.println("out of memory: " + OneLine.of(e)
                    + "; expected smaller images, or a larger Java heap by JAVA_OPTS=-Xmx…");
            return 1;
        } catch (LinkageError | InternalError | RuntimeException e) {
            // Failures of the command itself were caught before; picocli wraps missing classes in its own exceptions.
            System.err.println("a part of the program cannot be loaded (" + e
                    + "); expected it to be whole, and more files to be allowed open at once (ulimit -n)");
            return 1;
        }
    }

    private static boolean isAboutVersion(String... arguments) {
        return arguments.length == 1 && ABOUT_VERSION.contains(arguments[0]);
    }

    /** What the parser of arguments would print, without it: loading that takes most of the time of such a call. */
    private static int printVersion(PrintWriter output) {
        Version.lines().forEach(output::println);
        return 0;
    }

    /** Runs the command with the given writers; returns its exit code. */
    static int execute(CheckpointLibrary library, Writer out, Writer error, String... arguments) {
        return execute(commandLine(library, needed(arguments)), out, error, arguments);
    }

    /** The subcommands that a call is about: the one that it begins with, or all where it begins with none. */
    private static List<Class<?>> needed(String... arguments) {
        String first = Stream.of(arguments).findFirst().orElse("");
        return SUBCOMMANDS.stream()
                .filter(type -> type.getAnnotation(Command.class).name().equals(first))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(SUBCOMMANDS);
    }

    static int execute(CommandLine commandLine, Writer out, Writer error, String... arguments) {
        commandLine.setOut(TerminalText.on(out)).setErr(TerminalText.on(error));
        int exitCode = commandLine.execute(
                Stream.of(arguments).map(Dynafuse::withPresentName).toArray(String[]::new));
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return exitCode;
    }

    /** An argument with a former name of an option replaced, in {@code --option} and {@code --option=value}. */
    private static String withPresentName(String argument) {
        int end = argument.contains("=") ? argument.indexOf('=') : argument.length();
        String name = argument.substring(0, end);
        return FORMER_NAMES.getOrDefault(name, name) + argument.substring(end);
    }

    /** The command with the checkpoints of the user who runs this process; {@link #execute} makes its output safe for terminals. */
    static CommandLine commandLine() {
        return commandLine(CheckpointLibrary.ofUser());
    }

    static CommandLine commandLine(CheckpointLibrary library) {
        return commandLine(library, SUBCOMMANDS);
    }

    private static CommandLine commandLine(CheckpointLibrary library, List<Class<?>> subcommands) {
        CommandLine commandLine = new CommandLine(new Dynafuse(library));
        subcommands.forEach(commandLine::addSubcommand);
        commandLine.setParameterExceptionHandler(Dynafuse::wrongUsage);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> couldNotDo(failure, command));
        commandLine.setUsageHelpWidth(110);
        // The name of a file may begin with @.
        commandLine.setExpandAtFiles(false);
        Names.register(commandLine, Task.class);
        Names.register(commandLine, Space.class);
        Names.register(commandLine, ImageSpace.Part.class);
        Names.register(commandLine, Reference.class);
        Names.register(commandLine, Norm.class);
        Names.register(commandLine, GradientScale.class);
        Names.register(commandLine, Form.class);
        Names.register(commandLine, Normalisation.class);
        Names.register(commandLine, Precision.class);
        Names.register(commandLine, Device.class);
        Names.register(commandLine, NetworkOptions.Tiles.class);
        Names.register(commandLine, Stretch.class);
        Names.register(commandLine, Resize.class);
        Names.register(commandLine, Crop.class);
        Names.register(commandLine, AlignMode.class);
        Names.register(commandLine, MetricsCommand.SourceSize.class);
        Names.register(commandLine, ReportFormat.class);
        Names.register(commandLine, Corruption.class);
        Names.register(commandLine, LearningRate.Course.class);
        Names.register(commandLine, Ablation.class);
        Names.register(commandLine, Illumination.class);
        Names.register(commandLine, MedicalPair.class);
        Names.register(commandLine, OutputRange.class);
        Names.register(commandLine, Sizing.class);
        Names.register(commandLine, OutputLayout.class);
        commandLine.registerConverter(Integer.class, Names::wholeNumber);
        commandLine.registerConverter(Long.class, Names::longWholeNumber);
        commandLine.registerConverter(Duration.class, Names::time);
        commandLine.registerConverter(FusionLoss.class, Names.reading(FusionLoss::parse));
        commandLine.registerConverter(TrainingLoss.class, Names.reading(TrainingLoss::parse));
        commandLine.registerConverter(GradientChannel.class, Names.reading(GradientChannel::parse));
        commandLine.registerConverter(MetricProfile.class, Names::profile);
        commandLine.registerConverter(Network.class, Names::network);
        commandLine.registerConverter(Role.class, Names::role);
        commandLine.registerConverter(MemorySize.class, MemorySize.CONVERTER);
        commandLine.registerConverter(PictureSize.class, PictureSize.CONVERTER);
        commandLine.registerConverter(PngCompression.Level.class, PngCompression.Level.CONVERTER);
        commandLine.registerConverter(SampleDepth.class, Names.reading(SampleDepth::of));
        commandLine.registerConverter(ImageFormat.class, Names::writableFormat);
        return commandLine;
    }

    private static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter error = command.getErr();
        String message = OneLine.of(failure);
        error.println(message + (message.endsWith("?") ? " See " : "; see ")
                + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int couldNotDo(Exception failure, CommandLine command) {
        PrintWriter error = command.getErr();
        if (isVerbose(command)) {
            failure.printStackTrace(error);
        } else {
            error.println(OneLine.of(failure));
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static boolean isVerbose(CommandLine command) {
        return command.getParseResult() != null && command.getParseResult().hasMatchedOption("--verbose");
    }
}
