package io.dynafuse.benchmarks;

import io.dynafuse.benchmarks.commands.CompareTable;
import io.dynafuse.benchmarks.commands.PeersTable;
import io.dynafuse.benchmarks.commands.ServiceTable;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import org.openjdk.jmh.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command behind {@code benchmarks/run}. */
@Command(
        name = "benchmarks/run",
        description = "Measures Dynafuse.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SpeedTable.class,
            StartTable.class,
            MetricSpeedTable.class,
            PrecisionTable.class,
            PeakMemory.class,
            NetworkTable.class,
            RooflineTable.class,
            PeersTable.class,
            CompareTable.class,
            ServiceTable.class,
            ZooTable.class,
            TokenTable.class,
            FileTable.class
        })
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs a measurement; {@code jmh} passes all further arguments to JMH. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals("jmh")) {
            Main.main(java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            System.exit(new CommandLine(new Benchmarks())
                    .setExecutionExceptionHandler(Benchmarks::failed)
                    .execute(arguments));
        }
    }

    /** What was asked for and cannot be done is said in one line; anything else is a fault of the benchmarks. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof IllegalArgumentException || failure instanceof IOException) {
            System.err.println(OneLine.of(failure));
            return 1;
        }
        throw failure;
    }
}
