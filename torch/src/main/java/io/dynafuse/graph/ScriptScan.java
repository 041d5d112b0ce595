package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.files.OneLine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks through the code of a TorchScript archive for what reaches outside of it: files, other processes, and operators that are not PyTorch's own.
 * TorchScript has no other ways out, so that what is left can only compute, print, and take time and memory.
 */
final class ScriptScan {
    private static final Pattern COMMENT_OR_TEXT =
            Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'|#[^\\n]*");

    /** Sets of operators that come with the engine and only compute. */
    private static final Set<String> OWN_OPERATORS = Set.of("aten", "prim", "prims", "quantized", "profiler");

    /** {@code torch.save} writes a file, {@code torch.from_file} reads or writes one. */
    private static final Pattern FILES = Pattern.compile("\\b(from_file|save)\\b");

    private static final Pattern REMOTE = Pattern.compile("\\brpc_(sync|async|remote)\\b");
    private static final Pattern EXTENSION_CLASS = Pattern.compile("\\b__torch__\\.torch\\.classes\\b");
    private static final Pattern OPERATORS = Pattern.compile("(?<![\\w.])ops\\b(?!\\s*:)(?:\\.(\\w+)\\.(\\w+))?");

    /** As the printer writes the one thing that an attribute's text is needed for: those whose names are no words, such as {@code "0"}. */
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\bgetattr\\b(\\(\\w+(?:\\.\\w+)*, \"([^\"\\\\]*)\"\\))?");

    /** The printer gives a name to whatever is longer than a line. */
    private static final int DEEPEST = 200;

    private final Path path;
    private final String source;

    private ScriptScan(Path path, String source) {
        this.path = path;
        this.source = source;
    }

    /**
     * @param code texts by the names of their files
     * @throws CheckpointException if one reaches outside; it names the file, the text and what it found there
     */
    static void require(Path path, Map<String, String> code) throws CheckpointException {
        for (Map.Entry<String, String> file : code.entrySet()) {
            new ScriptScan(path, file.getKey()).require(file.getValue());
        }
    }

    private void require(String text) throws CheckpointException {
        requireAttributes(text);
        String bare = COMMENT_OR_TEXT.matcher(text).replaceAll("\"\"");
        requireShallow(bare);
        refuse(FILES.matcher(bare), "reads or writes files");
        refuse(REMOTE.matcher(bare), "calls other processes");
        refuse(EXTENSION_CLASS.matcher(bare), "needs an extension, which is code that is not in the file");
        Matcher operators = OPERATORS.matcher(bare);
        while (operators.find()) {
            if (operators.group(1) == null) {
                throw refusal(operators.group(), "needs operators in a way that cannot be checked");
            }
            if (!OWN_OPERATORS.contains(operators.group(1))) {
                throw refusal(
                        operators.group(1) + "::" + operators.group(2),
                        "needs an operator that PyTorch itself does not have");
            }
        }
    }

    /** The engine reads brackets within brackets by calling itself, and ends the process when it runs out of stack. */
    private void requireShallow(String bare) throws CheckpointException {
        int depth = 0;
        for (int i = 0; i < bare.length(); i++) {
            depth += "([{".indexOf(bare.charAt(i)) >= 0 ? 1 : ")]}".indexOf(bare.charAt(i)) >= 0 ? -1 : 0;
            if (depth > DEEPEST) {
                throw refusal(DEEPEST + " brackets", "is nested too deeply");
            }
        }
    }

    /** The name of an operator could hide in the name of an attribute. */
    private void requireAttributes(String text) throws CheckpointException {
        Matcher attributes = ATTRIBUTE.matcher(text);
        while (attributes.find()) {
            String name = attributes.group(2);
            if (name == null
                    || attributes.group(1).matches("\\((torch|ops)\\b.*")
                    || FILES.matcher(name).matches()) {
                throw refusal("getattr", "names an attribute in a way that cannot be checked");
            }
        }
    }

    private void refuse(Matcher matcher, String does) throws CheckpointException {
        if (matcher.find()) {
            throw refusal(matcher.group(), does);
        }
    }

    private CheckpointException refusal(String what, String does) {
        return new CheckpointException(
                path,
                "refused: its code " + does + " (" + OneLine.brief(what) + " in " + OneLine.brief(source)
                        + "); expected one that only computes with tensors");
    }
}
