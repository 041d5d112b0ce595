package io.dynafuse.training;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.network.ColourMode;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Random parts of scenes, turned and mirrored. The objectives take turns; each has its own scenes, kept in memory as the images they are.
 */
public final class SceneBatches implements BatchSource {
    private final List<ObjectiveScenes> objectives;
    private final ColourMode colours;
    private final int batch;
    private final int side;
    private final long seed;
    private final Device device;

    /**
     * The scenes of an objective.
     *
     * @param scenes one or more, each with as many sources as the objective says
     */
    public record ObjectiveScenes(Objective objective, List<SyntheticScene> scenes) {
        /** @throws IllegalArgumentException if there are no scenes, or one has another number of sources */
        public ObjectiveScenes {
            scenes = List.copyOf(scenes);
            if (scenes.isEmpty()
                    || scenes.stream().anyMatch(scene -> scene.sources().size() != objective.sources())) {
                throw new IllegalArgumentException(
                        "expected scenes of " + objective.sources() + " sources, found " + scenes.size() + " scenes");
            }
        }
    }

    /**
     * @param colours what the network takes in; of a colour image, {@link ColourMode#LUMA} is its luma (ITU-R BT.601)
     * @param batch how many parts of scenes a batch has
     * @param side width and height of a part, in pixels
     * @param seed from which follows which parts are taken
     * @param device where the tensors are made
     * @throws IllegalArgumentException if a scene is smaller than a part
     */
    public SceneBatches(
            List<ObjectiveScenes> objectives, ColourMode colours, int batch, int side, long seed, Device device) {
        this.objectives = List.copyOf(objectives);
        this.colours = colours;
        this.batch = batch;
        this.side = side;
        this.seed = seed;
        this.device = device;
        objectives.forEach(each -> each.scenes().forEach(this::requireSize));
    }

    private void requireSize(SyntheticScene scene) {
        Image image = scene.sources().get(0);
        if (image.width() < side || image.height() < side) {
            throw new IllegalArgumentException("expected scenes of " + side + "x" + side
                    + " pixels or more, found one of " + image.width() + "x" + image.height());
        }
    }

    @Override
    public Batch at(long number) {
        ObjectiveScenes turn = objectives.get((int) (number % objectives.size()));
        Random random = new Random(Seeds.derive(seed, "batch " + number));
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            parts.add(part(turn.scenes().get(random.nextInt(turn.scenes().size())), random));
        }
        List<Tensor> sources = new ArrayList<>();
        for (int m = 0; m < turn.objective().sources(); m++) {
            int source = m;
            sources.add(tensor(parts.stream()
                    .map(part -> part.of(part.scene.sources().get(source), colours))
                    .toList()));
        }
        Optional<Tensor> truth = parts.get(0).scene.truth().isEmpty()
                ? Optional.empty()
                : Optional.of(tensor(parts.stream()
                        .map(part -> part.of(part.scene.truth().orElseThrow(), colours))
                        .toList()));
        return new Batch(turn.objective(), sources, truth);
    }

    private Part part(SyntheticScene scene, Random random) {
        Image image = scene.sources().get(0);
        Region region = new Region(
                random.nextInt(image.width() - side + 1), random.nextInt(image.height() - side + 1), side, side);
        return new Part(scene, region, random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }

    private Tensor tensor(List<float[]> parts) {
        int channels = colours.channels();
        int size = channels * side * side;
        float[] values = new float[parts.size() * size];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, values, i * size, size);
        }
        return Tensor.of(values, parts.size(), channels, side, side).to(device, Precision.FP32);
    }

    private record Part(SyntheticScene scene, Region region, boolean mirrored, boolean upsideDown, boolean transposed) {
        /** {@code [C, side, side]}; a gray image's channel as often as the network has channels. */
        float[] of(Image image, ColourMode colours) {
            boolean luma = colours == ColourMode.LUMA && image.channels() == 3;
            float[] values = luma ? Bt601.luma(image.values(region)) : image.values(region);
            int present = luma ? 1 : image.channels();
            int side = region.width();
            float[] turned = new float[colours.channels() * side * side];
            for (int channel = 0; channel < colours.channels(); channel++) {
                int from = channel % present * side * side;
                for (int y = 0; y < side; y++) {
                    for (int x = 0; x < side; x++) {
                        turned[(channel * side + y) * side + x] = values[from + index(x, y)];
                    }
                }
            }
            return turned;
        }

        private int index(int x, int y) {
            int side = region.width();
            int column = mirrored ? side - 1 - x : x;
            int row = upsideDown ? side - 1 - y : y;
            return transposed ? column * side + row : row * side + column;
        }
    }
}
