package io.dynafuse.network.own;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user of a graph says of it. All of it may be left out: a {@linkplain Trial trial} tells what the graph takes, and what is usual is taken of the rest.
 *
 * @param sources how many it fuses
 * @param roles of its inputs, in their order, with alternatives for each; none if their order does not matter
 * @param colour of its inputs and its output
 * @param normalisation of inputs and output; none if it is not said
 * @param unit of the numbers that stand for black and white, where these are not 0 and 1: losses, which weights follow from, are of images in [0,1] all the same
 * @param sizeMultiple the number that height and width must be divisible by
 * @param range how its output becomes an image
 * @param chroma the source of the result's chroma, if it fuses luma
 * @param rule by which features are fused, of a graph with encoder and decoder
 * @param field its receptive field; global if it is not said, so that images are fused whole
 * @param decoder the name of the file of the decoder, which lies beside that of the encoder, if the network is in two files
 * @param dominability that it is weighed by if nobody asks for another, as on the command line: {@code component,l1,k=1}
 */
public record NetworkInterface(
        Optional<Sources> sources,
        List<List<Role>> roles,
        Optional<ColourMode> colour,
        InputNormalisation normalisation,
        Optional<InputNormalisation> unit,
        OptionalInt sizeMultiple,
        OutputRange range,
        ChromaRule chroma,
        Optional<FeatureRule> rule,
        ReceptiveField field,
        Optional<String> decoder,
        Optional<String> dominability) {
    /** An interface that says nothing. */
    public static final NetworkInterface UNSAID = new NetworkInterface(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            InputNormalisation.none(),
            Optional.empty(),
            OptionalInt.empty(),
            OutputRange.AS_IS,
            ChromaRule.BLENDED,
            Optional.empty(),
            new ReceptiveField.Global(),
            Optional.empty(),
            Optional.empty());

    /** Copies the list. */
    public NetworkInterface {
        roles = List.copyOf(roles);
    }

    /**
     * A number of sources.
     *
     * @param least at once, 2 or more
     * @param most at once
     */
    public record Sources(int least, int most) {
        /** Two or more. */
        static final Sources ANY = new Sources(2, Integer.MAX_VALUE);

        /** @throws IllegalArgumentException if it is fewer than 2, or the most are fewer than the least */
        public Sources {
            if (least < 2 || most < least) {
                throw new IllegalArgumentException("expected 2 sources or more, found " + least);
            }
        }
    }

    /**
     * Reads an interface: a few lines of YAML, whose keys {@code docs/own-network.md} explains.
     *
     * <pre>{@code
     * inputs: [visible, infrared]   # in the order that the network takes them; or a number: 2, 2+
     * colour: luma                  # or rgb
     * normalisation: none           # [0,1]; signed: [-1,1]; bytes: [0,255]; imagenet; or {mean: [...], deviation: [...]}
     * multiple: 16                  # of height and width
     * range: as-is                  # or stretched, scaled
     * chroma: visible               # or blended
     * fusion: mean                  # of features: mean, sum, maximum, concatenation
     * receptive-field: {encoder: 4, decoder: 1}
     * decoder: decode.onnx
     * dominability: component,l1
     * }</pre>
     *
     * @throws IOException if it cannot be read, has an unknown key, or a value that means nothing, in one line that names the file
     */
    public static NetworkInterface read(Path file) throws IOException {
        return InterfaceFile.read(file);
    }
}
