package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Region;
import io.dynafuse.network.Borders;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * An image fused strip by strip, from its sources to the result, so that no features are held but those of a few rows: memory that was just
 * freed is used again, and much of it still lies in the processor's cache. The strips of a network with a local receptive field overlap by what
 * it sees around a row, and the result is that of the image as a whole; of any other network there is one strip.
 *
 * @param strips their outputs are as wide as the image and follow each other
 * @param narrowing of the network's {@link Weighting}
 */
record RowStrips(List<Tiling.Tile> strips, int narrowing) {
    // Of one source's features of a strip with its halo: the C library keeps pieces of this size for the next tensor,
    // where it would take larger ones from the system, zeroed page by page. Twice as much is a twentieth faster, and
    // takes 0.4 GB more for images of 24 megapixels.
    private static final long BYTES = 16L << 20;

    // So that what is computed twice is a small part of the work: of networks that see far, strips are higher.
    private static final int LEAST_HALOS = 8;
    private static final int LEAST_HALOS_COMPUTED_TWICE = 32;

    /**
     * Strips that suit a network and an image.
     *
     * @param asked the rows of a strip; as many as are fast if empty
     */
    static RowStrips of(
            FusionModel model, SourceTensors sources, Optional<Dominability> dominability, OptionalInt asked) {
        Tensor image = sources.images().get(0);
        int narrowing = model.weighting().map(Weighting::narrowing).orElse(0);
        boolean whole = model.device() != Device.CPU
                || sources.images().stream().anyMatch(Tensor::requiresGrad)
                || dominability.filter(Dominability::needsWholeImage).isPresent();
        if (whole || !(model.facts().field() instanceof ReceptiveField.Local field)) {
            return of(image, image.size(2), 0, 1, narrowing);
        }
        int halo = halo(field, dominability);
        long wanted = asked.isPresent() ? asked.getAsInt() : fastest(model, image, halo, narrowing);
        long rows = Math.min(image.size(2), wanted);
        return of(image, rows, halo, model.facts().inputs().sizeMultiple(), narrowing);
    }

    private static RowStrips of(Tensor image, long rows, int halo, int block, int narrowing) {
        int width = Math.toIntExact(image.size(3));
        int height = Math.toIntExact(image.size(2));
        return new RowStrips(Tiling.of(width, height, width, Math.toIntExact(rows), halo, block), narrowing);
    }

    private static long fastest(FusionModel model, Tensor image, int halo, int narrowing) {
        long bytesOfRow = image.size(0)
                * image.size(3)
                // A network that fuses before it encodes has no features of a source: it gets few strips, or one.
                * Math.max(1, model.facts().memory().featureChannels())
                * model.precision().bytes();
        int least = halo * (narrowing > 0 ? LEAST_HALOS : LEAST_HALOS_COMPUTED_TWICE);
        return Math.max(Math.max(1, least), BYTES / bytesOfRow - 2L * halo);
    }

    /** The radius of the receptive field of a result: that of the network plus, with weights, that of the weights. */
    static int halo(ReceptiveField.Local field, Optional<Dominability> dominability) {
        return field.radius()
                + dominability
                        .map(chosen -> chosen.receptiveRadius(field.decoderRadius()))
                        .orElse(0);
    }

    /**
     * Images {@code [N,C,H,W]} of which every strip gives the rows without those that the encoder only looks at.
     *
     * @param work what is made of a strip, always the same number of images
     */
    List<Tensor> map(SourceTensors sources, BiFunction<SourceTensors, Borders, List<Tensor>> work) {
        if (strips.size() == 1) {
            return work.apply(sources, Borders.WHOLE);
        }
        List<List<Tensor>> parts = new ArrayList<>();
        try (Scope all = Scope.open()) {
            for (Tiling.Tile strip : strips) {
                try (Scope scope = Scope.open()) {
                    Region input = strip.input();
                    SourceTensors rows = sources.rows(tensor -> tensor.slice(2, input.y(), input.height()));
                    Borders borders = borders(strip);
                    parts.add(work.apply(rows, borders).stream()
                            .map(part -> scope.release(output(part, strip, borders)))
                            .toList());
                }
            }
            return IntStream.range(0, parts.get(0).size())
                    .mapToObj(i -> all.release(Tensor.concatenate(
                            parts.stream().map(part -> part.get(i)).toList(), 2)))
                    .toList();
        }
    }

    private Borders borders(Tiling.Tile strip) {
        Region last = strips.get(strips.size() - 1).input();
        return new Borders(strip.input().y() == 0, end(strip.input()) == end(last));
    }

    private static int end(Region rows) {
        return rows.y() + rows.height();
    }

    private Tensor output(Tensor part, Tiling.Tile strip, Borders borders) {
        Region output = strip.outputInInput();
        int above = borders.top() ? 0 : narrowing;
        // A copy, as a slice would keep all of the strip.
        return Scope.compute(
                () -> part.slice(2, output.y() - above, output.height()).copy());
    }
}
