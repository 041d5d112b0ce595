package io.dynafuse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block of code in a Markdown file.
 *
 * @param place file and line, for messages
 * @param kind what stands after the fence, empty if nothing does
 * @param lines what stands between the fences
 */
record MarkdownBlock(String place, String kind, List<String> lines) {
    private static final String FENCE = "```";

    /** All of a file, in its order; a block that is indented instead of fenced is one of no kind. */
    static List<MarkdownBlock> of(Path file) throws IOException {
        List<MarkdownBlock> blocks = new ArrayList<>();
        Optional<MarkdownBlock> open = Optional.empty();
        boolean startsParagraph = true;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            String place = file.getFileName() + ":" + ++number;
            if (line.startsWith(FENCE)) {
                open = open.isPresent()
                        ? Optional.empty()
                        : Optional.of(new MarkdownBlock(place, line.substring(FENCE.length()), new ArrayList<>()));
                open.ifPresent(blocks::add);
            } else if (open.isPresent()) {
                open.get().lines().add(line);
            } else if (startsParagraph && line.startsWith("    ")) {
                blocks.add(new MarkdownBlock(place, "", List.of(line)));
            }
            startsParagraph = line.isBlank();
        }
        open.ifPresent(block -> {
            throw new IllegalStateException(block.place() + ": the block does not end");
        });
        return blocks;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
