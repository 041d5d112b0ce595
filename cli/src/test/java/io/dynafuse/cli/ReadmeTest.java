package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What the documentation says of the command holds.
 *
 * <p>In the README and then in the pages that tell of using Dynafuse, blocks of kind {@code sh} and {@code console} are run as they stand, in
 * their order, in a folder that has what a fresh clone has; below a prompt stands what the command prints. Blocks of kind {@code text} are for
 * reading: their options exist.
 */
@Tag("slow")
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");

    /** Those whose commands are run, in the order in which one builds on what another wrote. */
    private static final List<Path> GUIDE = Stream.of(
                    "../README.md",
                    "setup.md",
                    "fusing.md",
                    "checkpoints.md",
                    "fusion-weights.md",
                    "measuring.md",
                    "evaluating.md",
                    "java.md")
            .map(page -> DOCS.resolve(page).normalize())
            .toList();

    private static final Set<String> RUN = Set.of("sh", "console");
    // Java has a test of its own.
    private static final Set<String> READ = Set.of("text", "java", "xml", "yaml");

    private static final String ON_THE_PATH = "export PATH=\"$PWD:$PATH\"";
    /** Maven runs this test, and measurements take minutes. */
    private static final Pattern NOT_HERE = Pattern.compile("mvn .*|benchmarks/run [a-z]+");

    private static final Pattern DOWNLOAD = Pattern.compile(
            "curl -fLo \\S+ https://github\\.com/uzeful/IFCNN/raw/master/Code/snapshots/(IFCNN-SUM\\.pth)");

    // Processors round differently, which moves a few samples by one level: half a per cent, more of what is small.
    private static final double ROUNDING = 0.005;
    private static final double SMALL = 0.1;
    /** Shown after so many seconds, if at all. */
    private static final Pattern PROGRESS = Pattern.compile("(?m)^[a-z][a-z -]*: \\d+ of \\d+ .*\n");

    private static final Pattern SECONDS = Pattern.compile("\\d+\\.\\d+ s\\b");
    private static final Pattern CHECKSUM = Pattern.compile("\\b[0-9a-f]{64}\\b");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    /** To another page or a heading, not to the web. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]*)(?:#([^)]*))?\\)");

    private static final Pattern INLINE = Pattern.compile("`(?:\\./)?dynafuse ([^`]*)`");

    @Test
    void everyCommandRunsInAFreshCloneAndPrintsWhatIsShown(@TempDir Path folder) throws Exception {
        copyExamples(folder);
        prepareDownloads(folder);
        List<ShellLine> here = commands(GUIDE).stream()
                .filter(command -> isRunHere(command.text()))
                .toList();
        assertThat(here).as("commands of the guide").hasSizeGreaterThan(10);
        List<CommandLines.Outcome> outcomes =
                CommandLines.run(folder, here.stream().map(ShellLine::words).toList());
        for (int i = 0; i < here.size(); i++) {
            ShellLine command = here.get(i);
            String shown = outcomes.get(i).shown();
            assertThat(outcomes.get(i).exitCode())
                    .as(command.place() + ": " + command.text() + "\n" + shown)
                    .isZero();
            if (!command.shown().isEmpty()) {
                assertSame(command, shown);
            }
        }
        assertIgnoredByGit(folder);
    }

    @Test
    void everyBlockIsOfAKindThatIsLookedAt() throws IOException {
        for (Path page : GUIDE) {
            assertThat(MarkdownBlock.of(page))
                    .allSatisfy(block -> assertThat(RUN.contains(block.kind()) || READ.contains(block.kind()))
                            .as(block.place() + ": a block of kind \"" + block.kind() + "\"")
                            .isTrue());
        }
    }

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("examples"), DOCS)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToAFileAndAHeading(Path document) throws IOException {
        Matcher link = LINK.matcher(Files.readString(document));
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(target).as(document.getFileName() + ": " + link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target))
                        .as(document.getFileName() + ": " + link.group())
                        .contains(link.group(2));
            }
        }
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** What is not run here, as it takes data or time, is at least a command that there is. */
    @ParameterizedTest
    @MethodSource("documents")
    void commandsAndOptionsThatAreNamedExist(Path document) throws IOException {
        for (ShellLine line : commands(List.of(document))) {
            if (isDynafuse(line.text())) {
                List<String> words = line.words();
                Dynafuse.commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            }
        }
        CommandLine all = Dynafuse.commandLine();
        for (MarkdownBlock block : MarkdownBlock.of(document)) {
            if (block.kind().equals("text")) {
                block.lines().stream()
                        .filter(line -> line.startsWith("dynafuse "))
                        .forEach(line -> assertExists(all, block.place(), line.replaceFirst("dynafuse ", "")));
            }
        }
        Matcher inline = INLINE.matcher(Files.readString(document));
        while (inline.find()) {
            assertExists(all, document.getFileName().toString(), inline.group(1));
        }
    }

    private static void assertExists(CommandLine all, String place, String line) {
        String name = line.split("\\s+")[0];
        CommandLine command = name.startsWith("-") ? all : all.getSubcommands().get(name);
        assertThat(command).as(place + ": dynafuse " + line).isNotNull();
        Matcher options = OPTION.matcher(line);
        while (options.find()) {
            assertThat(command.getCommandSpec().optionsMap())
                    .as(place + ": dynafuse " + line)
                    .containsKey(options.group());
        }
    }

    private static List<ShellLine> commands(List<Path> documents) throws IOException {
        List<ShellLine> commands = new ArrayList<>();
        for (Path document : documents) {
            MarkdownBlock.of(document).stream()
                    .filter(block -> RUN.contains(block.kind()))
                    .forEach(block -> commands.addAll(ShellLine.of(block)));
        }
        return commands;
    }

    /** Whether it is the command itself or a download; before the command is on the path, it is called by where it is. */
    private static boolean isRunHere(String command) {
        return isDynafuse(command) || DOWNLOAD.matcher(command).matches();
    }

    private static boolean isDynafuse(String command) {
        return command.startsWith("./dynafuse ") || command.startsWith("dynafuse ");
    }

    @Test
    void everyCommandIsOneThatIsKnownHere() throws IOException {
        boolean onThePath = false;
        for (ShellLine command : commands(GUIDE)) {
            String text = command.text();
            onThePath |= text.equals(ON_THE_PATH);
            assertThat(onThePath || !text.startsWith("dynafuse "))
                    .as(command.place() + ": " + text + ", before it is on the path")
                    .isTrue();
            assertThat(isRunHere(text)
                            || text.equals(ON_THE_PATH)
                            || NOT_HERE.matcher(text).matches())
                    .as(command.place() + ": " + text)
                    .isTrue();
        }
    }

    private static void copyExamples(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("examples"));
        try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("examples").resolve(file.getFileName()));
            }
        }
    }

    /** In place of what is downloaded, random parameters of the same network. */
    private static void prepareDownloads(Path folder) throws IOException {
        Path downloads = Files.createDirectories(folder.resolve(CommandLines.DOWNLOADS));
        Safetensors.write(downloads.resolve("IFCNN-SUM.pth"), RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
    }

    /** Whatever its lines are broken at. */
    private static void assertSame(ShellLine command, String output) {
        List<String> expected = words(String.join("\n", command.shown()));
        List<String> actual = words(PROGRESS.matcher(output).replaceAll(""));
        String as = command.place() + ": " + command.text() + "\n" + output;
        assertThat(actual).as(as).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            if (NUMBER.matcher(expected.get(i)).matches()
                    && NUMBER.matcher(actual.get(i)).matches()) {
                double number = Double.parseDouble(expected.get(i));
                assertThat(Double.parseDouble(actual.get(i)))
                        .as(as)
                        .isCloseTo(number, within(Math.max(Math.abs(number), SMALL) * ROUNDING));
            } else {
                assertThat(actual.get(i)).as(as).isEqualTo(expected.get(i));
            }
        }
    }

    private static List<String> words(String text) {
        String masked =
                CHECKSUM.matcher(SECONDS.matcher(text).replaceAll("TIME")).replaceAll("CHECKSUM");
        return List.of(masked.strip().split("\\s+"));
    }

    /** Git ignores, at the root, what the commands wrote. */
    private static void assertIgnoredByGit(Path folder) throws IOException {
        Set<String> ignored = Set.copyOf(Files.readAllLines(ROOT.resolve(".gitignore")));
        Set<String> own = Set.of(
                "examples", CommandProcess.HOME, CommandLines.COMMANDS, CommandLines.OUTCOMES, CommandLines.DOWNLOADS);
        try (Stream<Path> written = Files.list(folder)) {
            assertThat(written.filter(file -> !own.contains(file.getFileName().toString()))
                            .map(file -> "/" + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                            .collect(Collectors.toSet()))
                    .isNotEmpty()
                    .isSubsetOf(ignored);
        }
    }
}
