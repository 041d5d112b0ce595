package io.dynafuse.graph;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.ScriptArchive;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.Sha256;
import io.dynafuse.graph.GraphFunction.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a TorchScript archive declares, from the text of its code: as PyTorch's printer writes it, a header of a function may span lines. */
final class ScriptFile {
    private static final Pattern NEXT_CLASS = Pattern.compile("^\\S", Pattern.MULTILINE);
    /** The first parameter is the module itself, whatever its name. */
    private static final Pattern FUNCTION = Pattern.compile(
            "^  def (\\w+)\\(\\w+: __torch__[\\w.]*(?:,\\s*([^:]+:.*?))?\\)(?: -> ([^:]+))?:$",
            Pattern.MULTILINE | Pattern.DOTALL);

    /** Operators whose result depends on where elements lie in memory. */
    private static final Pattern LAYOUT =
            Pattern.compile("\\b(as_strided|stride|is_contiguous|set_|storage_offset|view_as_real)_?\\(");

    private final Path path;
    private final ScriptArchive archive;
    private final List<GraphFunction> functions = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private ScriptFile(Path path, ScriptArchive archive) {
        this.path = path;
        this.archive = archive;
    }

    /** @throws CheckpointException as {@link GraphFile#read} does */
    static GraphFile read(Path path) throws CheckpointException {
        String sha256 = sha256(path);
        ScriptArchive archive = ScriptArchive.read(path);
        ScriptScan.require(path, archive.code());
        ScriptFile file = new ScriptFile(path, archive);
        file.readFunctions(file.body());
        return new GraphFile(path, GraphFormat.TORCHSCRIPT, sha256, file.functions, archive.tensors(), file.notes);
    }

    /**
     * Writes a copy for the engine to load.
     *
     * @return whether the code asks how tensors lie in memory
     * @throws CheckpointException if the file has changed since it was read, or what {@link GraphFile#read} throws
     */
    static boolean copyForEngine(GraphFile file, Path copy) throws CheckpointException {
        ScriptArchive archive = ScriptArchive.read(file.path());
        ScriptScan.require(file.path(), archive.code());
        ScriptArchive.copy(file.path(), ScriptConvolutions.corrected(archive.code()), copy);
        if (!sha256(file.path()).equals(file.sha256())) {
            throw new CheckpointException(file.path(), "it has changed since it was read; read it again");
        }
        return archive.code().values().stream()
                .anyMatch(text -> LAYOUT.matcher(text).find());
    }

    /** The SHA-256 digest of a whole file, in lower-case hexadecimal digits. */
    static String sha256(Path path) throws CheckpointException {
        try (InputStream in = Files.newInputStream(path)) {
            return Sha256.hex(Sha256.of(in));
        } catch (IOException e) {
            throw new CheckpointException(path.toString(), e);
        }
    }

    /** The text of the module's class. */
    private String body() throws CheckpointException {
        String type = archive.type();
        int dot = type.lastIndexOf('.');
        String source = type.substring(0, dot).replace('.', '/') + ".py";
        String text = archive.code().getOrDefault(source, "");
        Matcher start = Pattern.compile(
                        "^class " + Pattern.quote(type.substring(dot + 1)) + "\\(Module\\):$", Pattern.MULTILINE)
                .matcher(text);
        if (!start.find()) {
            throw new CheckpointException(
                    path,
                    "its code has no class " + OneLine.brief(type)
                            + ", of which its module is; expected what torch.jit.save" + " writes");
        }
        Matcher end = NEXT_CLASS.matcher(text);
        return text.substring(start.end(), end.find(start.end()) ? end.start() : text.length());
    }

    private void readFunctions(String body) throws CheckpointException {
        Matcher function = FUNCTION.matcher(body);
        while (function.find()) {
            readFunction(
                    function.group(1),
                    function.group(2),
                    function.group(3) == null ? "" : function.group(3).strip());
        }
        notes.add(0, "module of the class " + OneLine.brief(archive.type().replaceFirst("^__torch__\\.", "")));
        if (functions.isEmpty()) {
            throw new CheckpointException(
                    path, "its module has no function of tensors; expected forward, or encode and decode");
        }
    }

    private void readFunction(String name, String parameters, String result) {
        List<Port> inputs = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String each : split(parameters)) {
            String parameter = each.strip();
            if (parameter.isEmpty()) {
                continue;
            }
            String[] parts = parameter.split("\\s*:\\s*", 2);
            if (parts.length == 2 && parts[1].equals("Tensor")) {
                inputs.add(new Port(parts[0], List.of()));
            } else {
                others.add(parameter);
            }
        }
        boolean callable = others.stream().allMatch(other -> other.contains("="));
        if (!others.isEmpty()) {
            notes.add(OneLine.brief(name + " also takes " + String.join(", ", others))
                    + (callable ? ", left as it is" : ": not used"));
        }
        if (callable && isUseful(result)) {
            functions.add(new GraphFunction(name, inputs, outputs(result)));
        } else if (callable) {
            notes.add(OneLine.brief(name + " returns " + result) + ", which is no tensors: not used");
        }
    }

    private static boolean isUseful(String result) {
        return result.isEmpty() || result.equals("Tensor") || result.equals("List[Tensor]") || isTuple(result);
    }

    private static boolean isTuple(String result) {
        return result.matches("Tuple\\[Tensor(, Tensor)*]");
    }

    private static List<Port> outputs(String result) {
        if (result.equals("Tensor")) {
            return List.of(new Port("output", List.of()));
        }
        List<Port> outputs = new ArrayList<>();
        if (isTuple(result)) {
            for (int i = 0; i < result.split(",").length; i++) {
                outputs.add(new Port("output " + (i + 1), List.of()));
            }
        }
        return outputs;
    }

    /** The parameters of a function: commas within brackets part none. */
    private static List<String> split(String parameters) {
        return List.of(parameters.split(",(?![^\\[(]*[])])"));
    }
}
