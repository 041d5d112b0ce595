package io.dynafuse.benchmarks;

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
            ZooTable.class,
            TokenTable.class
        })
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs a measurement; {@code jmh} passes all further arguments to JMH. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals("jmh")) {
            Main.main(java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            System.exit(new CommandLine(new Benchmarks()).execute(arguments));
        }
    }
}
