package io.dynafuse.fusion;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a learned loss asks of the fused image at every pixel: how much it is to resemble each source. 16-bit gray images, 65535 for 1, in the order of
 * the sources; those of all sources are 1 together.
 *
 * @param intensity w, of values
 * @param gradient v, of edges
 */
public record LossMaps(List<Image> intensity, List<Image> gradient) {
    /** What their files are called by, in the order of {@link #byName}. */
    public static final List<String> NAMES = List.of("w", "v");

    /** At most: four maps of 16 bits, the numbers of one, and the fused image. */
    static final int BYTES_PER_PIXEL = 4 * Short.BYTES + Float.BYTES + 3 * Float.BYTES;

    /** Copies the lists. */
    public LossMaps {
        intensity = List.copyOf(intensity);
        gradient = List.copyOf(gradient);
    }

    /**
     * Proposes the loss of whole sources, in 32 bits.
     *
     * @param scene in the order in which the module takes the sources
     * @param module ReFusion's loss proposal module
     * @throws IllegalArgumentException if the module gives no numbers
     */
    static LossMaps of(Arrangement scene, Parameters module, Device device) {
        Image first = scene.images().get(0);
        Region whole = new Region(0, 0, first.width(), first.height());
        ColourPath luma = new ColourPath(ColourMode.LUMA, false, false, OptionalInt.empty());
        try (Scope scope = Scope.open()) {
            List<Tensor> sources = scene.images().stream()
                    .map(Image::filled)
                    .map(source -> luma.networkInput(luma.samples(source, whole)))
                    .map(values -> Tensor.of(values, 1, 1, whole.height(), whole.width())
                            .to(device, Precision.FP32))
                    .toList();
            LossProposal proposal = LossProposal.of(sources, module);
            return new LossMaps(scene.asGiven(maps(proposal.intensity())), scene.asGiven(maps(proposal.gradient())));
        }
    }

    private static List<Image> maps(Tensor weights) {
        return SourceMaps.of(
                weights, "the loss proposal module gives no numbers; expected one of a training that went well");
    }

    /** The maps by the names that their files have: {@code w} and {@code v}. */
    public Map<String, List<Image>> byName() {
        Map<String, List<Image>> named = new LinkedHashMap<>();
        named.put(NAMES.get(0), intensity);
        named.put(NAMES.get(1), gradient);
        return named;
    }
}
