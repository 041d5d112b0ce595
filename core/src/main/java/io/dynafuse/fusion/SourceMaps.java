package io.dynafuse.fusion;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** What a network finds at every pixel of each source, as 16-bit gray images, 65535 for 1; what leaves 0 to 1 is clipped. */
final class SourceMaps {
    private SourceMaps() {}

    /**
     * @param found {@code [1,M,H,W]}
     * @param otherwise what to say if there are no numbers; finite parameters can be so large that the result is not finite
     * @throws IllegalArgumentException if there are none
     */
    static List<Image> of(Tensor found, String otherwise) {
        Region whole = new Region(0, 0, Math.toIntExact(found.size(3)), Math.toIntExact(found.size(2)));
        return IntStream.range(0, (int) found.size(1))
                .mapToObj(m -> {
                    float[] values =
                            found.slice(1, m, 1).to(Device.CPU, Precision.FP32).toFloats();
                    if (IntStream.range(0, values.length).anyMatch(i -> !Float.isFinite(values[i]))) {
                        throw new IllegalArgumentException(otherwise);
                    }
                    ImageBuilder map = new ImageBuilder(whole.width(), whole.height(), 1, SampleDepth.BITS_16);
                    map.put(whole, values);
                    return map.build(ImageMetadata.NONE);
                })
                .toList();
    }
}
