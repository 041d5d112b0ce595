package io.dynafuse.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the tests that runs one command after the other in its folder, which takes a tenth of the time of a process each. What {@code
 * curl} would fetch lies in a folder beside.
 */
final class CommandLines {
    /** Files of the two processes in their folder. */
    static final String COMMANDS = "commands.json";

    static final String OUTCOMES = "outcomes.json";
    static final String DOWNLOADS = "downloads";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CommandLines() {}

    /** How a command ended, and what a terminal shows of it. */
    record Outcome(int exitCode, String shown) {}

    /** Runs the commands, each its words, in a process in the folder; the files of the two lie there too. */
    static List<Outcome> run(Path folder, List<List<String>> commands) throws IOException, InterruptedException {
        File in = folder.resolve(COMMANDS).toFile();
        File out = folder.resolve(OUTCOMES).toFile();
        JSON.writeValue(in, commands);
        CommandProcess.Result result = CommandProcess.runClass(folder, CommandLines.class, COMMANDS, OUTCOMES);
        if (result.exitCode() != 0) {
            throw new AssertionError(result.error());
        }
        return JSON.readValue(out, new TypeReference<>() {});
    }

    public static void main(String[] arguments) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (List<String> command :
                JSON.readValue(new File(arguments[0]), new TypeReference<List<List<String>>>() {})) {
            outcomes.add(command.get(0).equals("curl") ? download(command) : dynafuse(command));
        }
        JSON.writeValue(new File(arguments[1]), outcomes);
    }

    private static Outcome dynafuse(List<String> words) {
        StringWriter terminal = new StringWriter();
        PrintWriter writer = new PrintWriter(terminal);
        int exitCode = Dynafuse.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute(words.stream().skip(1).toArray(String[]::new));
        writer.flush();
        return new Outcome(exitCode, terminal.toString());
    }

    /** {@code curl -fLo FILE ADDRESS}. */
    private static Outcome download(List<String> words) {
        Path address = Path.of(words.get(3));
        try {
            Files.copy(Path.of(DOWNLOADS).resolve(address.getFileName()), Path.of(words.get(2)));
            return new Outcome(0, "");
        } catch (IOException e) {
            return new Outcome(1, e.toString());
        }
    }
}
