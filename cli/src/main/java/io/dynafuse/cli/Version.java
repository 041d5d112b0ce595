package io.dynafuse.cli;

import io.dynafuse.report.Versions;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return lines().toArray(String[]::new);
    }

    static List<String> lines() {
        return List.of("dynafuse " + Versions.dynafuse(), "Java " + Versions.java());
    }
}
