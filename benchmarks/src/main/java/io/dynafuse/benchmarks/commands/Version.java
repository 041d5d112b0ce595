package io.dynafuse.benchmarks.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Dynafuse as of the present checkout or of another commit.
 *
 * @param home the folder of its sources, with its launcher
 */
record Version(Path home) {
    /** The checkout that this program was built in, which {@code benchmarks/run} names. */
    static Version present() {
        return new Version(Path.of(System.getProperty("dynafuse.home")));
    }

    /**
     * Another commit of the present checkout's repository, in a folder below its {@link #workplace}; a folder that is left from before serves again.
     *
     * @throws IllegalArgumentException if there is no such commit
     */
    Version at(String commit) throws IOException, InterruptedException {
        Version other = new Version(workplace().resolve(hash(commit)));
        if (!Files.isDirectory(other.home)) {
            ProcessCost.of(List.of(
                    "git", "-C", home.toString(), "worktree", "add", "--detach", other.home.toString(), commit));
        }
        return other;
    }

    private String hash(String commit) throws IOException {
        List<String> command =
                List.of("git", "-C", home.toString(), "rev-parse", "--quiet", "--verify", commit + "^{commit}");
        Process git =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        try (BufferedReader printed = git.inputReader()) {
            return printed.lines()
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected a commit of the repository at " + home + ", found " + commit));
        }
    }

    /** Deletes the folder of another commit. */
    void remove(Version other) throws IOException, InterruptedException {
        ProcessCost.of(List.of("git", "-C", home.toString(), "worktree", "remove", "--force", other.home.toString()));
    }

    /** Builds it, unless that was done since its sources changed. */
    void build() throws IOException, InterruptedException {
        ProcessCost.of(List.of(launcher(), "--version"));
    }

    String launcher() {
        return home.resolve("dynafuse").toString();
    }

    /** Where files are kept for the next time. */
    Path workplace() {
        return home.resolve("benchmarks/target/workplace");
    }

    /** All of Dynafuse, and of the benchmarks only their own classes. */
    String classPath() {
        Path built = home.resolve("cli/target");
        return String.join(
                System.getProperty("path.separator"),
                built.resolve("dynafuse-cli.jar").toString(),
                built.resolve("lib") + "/*",
                benchmarks().toString());
    }

    private static Path benchmarks() {
        try {
            return Path.of(Version.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
