package io.dynafuse.training;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.Inputs;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.SceneThing;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Role;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random parts of scenes, turned and mirrored. The objectives take turns; each has its own scenes, kept in memory as the images they are.
 */
public final class SceneBatches implements BatchSource {
    private final List<ObjectiveScenes> objectives;
    private final Inputs inputs;
    private final int batch;
    private final int side;
    private final long seed;
    private final Device device;
    private final boolean upright;

    /**
     * The scenes of an objective.
     *
     * @param scenes one or more, each with as many sources as the objective says
     * @param names what messages call them, in the same order
     */
    public record ObjectiveScenes(Objective objective, List<SyntheticScene> scenes, List<String> names) {
        /** Scenes that are called by their numbers, from 1. */
        public ObjectiveScenes(Objective objective, List<SyntheticScene> scenes) {
            this(
                    objective,
                    scenes,
                    IntStream.rangeClosed(1, scenes.size())
                            .mapToObj(Integer::toString)
                            .toList());
        }

        /** @throws IllegalArgumentException if there are no scenes, or one has another number of sources */
        public ObjectiveScenes {
            scenes = List.copyOf(scenes);
            names = List.copyOf(names);
            if (scenes.isEmpty()
                    || scenes.stream().anyMatch(scene -> scene.sources().size() != objective.sources())) {
                throw new IllegalArgumentException(
                        "expected scenes of " + objective.sources() + " sources, found " + scenes.size() + " scenes");
            }
        }

        private String name(int number) {
            return "scene " + names.get(number) + " of " + objective.task().word();
        }

        /** Whether there is a truth of every scene: else of none of them is one learned from. */
        private boolean haveTruths() {
            return scenes.stream().allMatch(scene -> scene.truth().isPresent());
        }
    }

    /**
     * @param inputs what the network takes in; of a colour image, {@link ColourMode#LUMA} is its luma (ITU-R BT.601); sources in the order of its roles
     * @param batch how many parts of scenes a batch has
     * @param side width and height of a part, in pixels
     * @param seed from which follows which parts are taken
     * @param device where the tensors are made
     * @throws IllegalArgumentException if a scene is smaller than a part
     */
    public SceneBatches(
            List<ObjectiveScenes> objectives, Inputs inputs, int batch, int side, long seed, Device device) {
        this(objectives, inputs, batch, side, seed, device, false);
    }

    /** @param upright whether parts are mirrored only, left for right, so that what stands does not lie */
    SceneBatches(
            List<ObjectiveScenes> objectives,
            Inputs inputs,
            int batch,
            int side,
            long seed,
            Device device,
            boolean upright) {
        this.objectives = List.copyOf(objectives);
        this.inputs = inputs;
        this.batch = batch;
        this.side = side;
        this.seed = seed;
        this.device = device;
        this.upright = upright;
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
    public Batch at(Draw draw) {
        ObjectiveScenes turn = objectives.get((int) (draw.step() % objectives.size()));
        List<Integer> numbers = numbers(turn, draw);
        Random random = new Random(Seeds.derive(seed, "batch " + draw.number()));
        List<Integer> drawn = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            int number = numbers.get(random.nextInt(numbers.size()));
            drawn.add(number);
            parts.add(part(turn.scenes().get(number), random));
        }
        List<Tensor> sources = new ArrayList<>();
        for (int m = 0; m < turn.objective().sources(); m++) {
            int source = m;
            sources.add(tensor(parts.stream()
                    .map(part -> part.of(image(part.scene, source), inputs.colour()))
                    .toList()));
        }
        Optional<Tensor> truth = turn.haveTruths()
                ? Optional.of(tensor(parts.stream()
                        .map(part -> part.of(part.scene.truth().orElseThrow(), inputs.colour()))
                        .toList()))
                : Optional.empty();
        List<Illumination> illumination = drawn.stream()
                .flatMap(number -> turn.scenes().get(number).illumination().stream())
                .toList();
        return new Batch(
                turn.objective(),
                drawn.stream().map(turn::name).toList(),
                sources,
                truth,
                illumination.size() == batch ? illumination : List.of(),
                things(parts),
                Seeds.derive(seed, "step " + draw.number()));
    }

    private static List<List<SceneThing>> things(List<Part> parts) {
        return parts.stream().allMatch(part -> part.scene.things().isPresent())
                ? parts.stream().map(Part::things).toList()
                : List.of();
    }

    /** Of the scenes that a batch is drawn from. */
    private List<Integer> numbers(ObjectiveScenes turn, Draw draw) {
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, turn.scenes().size()).boxed().toList());
        if (draw.scenes() == Draw.Scenes.ALL) {
            return all;
        }
        if (draw.scenes() == Draw.Scenes.OF_KNOWN_ILLUMINATION) {
            all.removeIf(number -> turn.scenes().get(number).illumination().isEmpty());
            return all;
        }
        Collections.shuffle(all, new Random(Seeds.derive(seed, "epoch " + draw.epoch())));
        int half = all.size() / 2;
        List<Integer> own =
                draw.scenes() == Draw.Scenes.META_TRAIN ? all.subList(0, half) : all.subList(half, 2 * half);
        return own.subList(0, (int) Math.min(half, draw.most()));
    }

    /** What the network takes as its source of that number. */
    private Image image(SyntheticScene scene, int source) {
        if (!inputs.orderMatters()) {
            return scene.sources().get(source);
        }
        List<Role> roles = scene.knownRoles();
        return scene.sources()
                .get(inputs.places(roles)
                        .orElseThrow(() -> new IllegalArgumentException("expected scenes of "
                                + inputs.roleWords(Optional.of(scene.task())) + ", found " + roles))
                        .get(source));
    }

    private Part part(SyntheticScene scene, Random random) {
        Image image = scene.sources().get(0);
        Region region = new Region(
                random.nextInt(image.width() - side + 1), random.nextInt(image.height() - side + 1), side, side);
        boolean mirrored = random.nextBoolean();
        boolean upsideDown = random.nextBoolean();
        boolean transposed = random.nextBoolean();
        return new Part(scene, region, mirrored, upsideDown && !upright, transposed && !upright);
    }

    private Tensor tensor(List<float[]> parts) {
        int channels = inputs.colour().channels();
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

        /** The things that reach into this part, as it shows them. */
        List<SceneThing> things() {
            return scene.things().orElse(List.of()).stream()
                    .flatMap(thing -> thing.within(region.x(), region.y(), region.width(), region.height()).stream())
                    .map(this::turned)
                    .toList();
        }

        private SceneThing turned(SceneThing thing) {
            SceneThing turned = transposed
                    ? new SceneThing(
                            thing.word(), thing.top(), thing.left(), thing.bottom(), thing.right(), thing.seen())
                    : thing;
            int side = region.width();
            return new SceneThing(
                    thing.word(),
                    mirrored ? side - turned.right() : turned.left(),
                    upsideDown ? side - turned.bottom() : turned.top(),
                    mirrored ? side - turned.left() : turned.right(),
                    upsideDown ? side - turned.top() : turned.bottom(),
                    thing.seen());
        }

        private int index(int x, int y) {
            int side = region.width();
            int column = mirrored ? side - 1 - x : x;
            int row = upsideDown ? side - 1 - y : y;
            return transposed ? column * side + row : row * side + column;
        }
    }
}
