package io.dynafuse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command as a person types it.
 *
 * @param text with the lines that it goes on in joined
 * @param shown what is shown beneath it, a line each
 */
record ShellLine(String place, String text, List<String> shown) {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s'\"\\\\$`|&;<>*?~#(){}!]+)");
    private static final String PROMPT = "$ ";

    /** The commands of a block: every line of {@code sh}, and those behind a prompt in {@code console}. */
    static List<ShellLine> of(MarkdownBlock block) {
        boolean prompts = block.kind().equals("console");
        List<ShellLine> commands = new ArrayList<>();
        StringBuilder unfinished = new StringBuilder();
        for (String line : block.lines()) {
            boolean begins = prompts ? line.startsWith(PROMPT) : !line.isBlank();
            if (begins || !unfinished.isEmpty()) {
                unfinished.append(prompts && begins ? line.substring(PROMPT.length()) : line.strip());
                if (line.endsWith("\\")) {
                    unfinished.setLength(unfinished.length() - 1);
                } else {
                    commands.add(new ShellLine(block.place(), unfinished.toString(), new ArrayList<>()));
                    unfinished.setLength(0);
                }
            } else if (prompts) {
                commands.get(commands.size() - 1).shown().add(line);
            }
        }
        return commands;
    }

    /**
     * The words, as a shell makes them of what is typed.
     *
     * @throws IllegalStateException if a shell would do more than to take quotes off
     */
    List<String> words() {
        List<String> words = new ArrayList<>();
        for (String typed : text.strip().split("\\s+(?=(?:[^']*'[^']*')*[^']*$)")) {
            Matcher matcher = WORD.matcher(typed);
            if (!matcher.matches()) {
                throw new IllegalStateException(place + ": more than words and words in single quotes: " + typed);
            }
            words.add(matcher.group(1) == null ? typed : matcher.group(1));
        }
        return words;
    }
}
