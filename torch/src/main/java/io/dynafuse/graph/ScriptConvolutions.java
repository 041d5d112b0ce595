package io.dynafuse.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts convolutions that are right in place of the engine's own in the code of TorchScript archives. The engine's are wrong in some layouts (see {@link
 * io.dynafuse.torch.Tensor#convolve}), and scripts of others know nothing of that.
 */
final class ScriptConvolutions {
    /** The file of the code that has them. */
    static final String FILE = "__torch__/dynafuse_convolutions.py";

    private static final String MODULE = "__torch__.dynafuse_convolutions.";

    /** Padding by a word is another function. */
    private static final Pattern NAMED =
            Pattern.compile("(?<![\\w.])(?:torch|aten|ops\\.aten)\\.conv2d\\((?=[^\"\\n]*\"(?:same|valid)\")");

    private static final Pattern CALL =
            Pattern.compile("(?<![\\w.])(?:torch|aten|ops\\.aten)\\.(conv1d|conv2d|conv_transpose2d|_?convolution)\\(");

    private ScriptConvolutions() {}

    /**
     * The code with other convolutions.
     *
     * @param code texts by the names of their files, none of which is {@link #FILE}
     */
    static Map<String, String> corrected(Map<String, String> code) {
        Map<String, String> corrected = new TreeMap<>();
        code.forEach((file, text) -> corrected.put(file, corrected(text)));
        corrected.put(FILE, source());
        return corrected;
    }

    private static String corrected(String text) {
        String named = NAMED.matcher(text).replaceAll(MODULE + "conv2d_named(");
        return CALL.matcher(named)
                .replaceAll(
                        call -> MODULE + (call.group(1).equals("convolution") ? "_convolution" : call.group(1)) + "(");
    }

    private static String source() {
        try (InputStream in = ScriptConvolutions.class.getResourceAsStream("convolutions.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
