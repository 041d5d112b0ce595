package io.dynafuse.fusion;

import io.dynafuse.blend.Blending;
import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.dominability.DefaultDominability;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace;
import io.dynafuse.dominability.Space;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.Sizing;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.own.OwnCheckpoint;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fuses images: registered images of one scene in, one image out. It handles colour, bit depth, tiles, memory and transparency: a source
 * contributes to a pixel according to its alpha there, and the result is transparent where no source has data.
 *
 * <pre>{@code
 * try (Fuser fuser = Fuser.forTask(Task.MEDICAL).open()) {
 *     FusedImage fused = fuser.fuse(List.of(ImageFiles.read(mri), ImageFiles.read(ct)));
 *     ImageFiles.write(fused.image(), Path.of("fused.png"));
 * }
 * }</pre>
 *
 * <p>May be used from any number of threads; fusions run one after the other on a thread that all fusers share, each on all processors. A
 * builder opens one fuser.
 */
public final class Fuser implements AutoCloseable {
    /** What is said of sources whose colours mean different things. */
    static final String DIFFERENT_PROFILES =
            "the sources have different ICC profiles: their samples were fused as stored, and the result is given the"
                    + " profile of the first";

    private final FusionModel model;
    private final Optional<Parameters> lossProposal;
    private final String checkpointName;
    private final Optional<Dominability> dominability;
    private final Optional<Task> task;
    private final Space space;
    private final FusionSettings settings;
    private final List<String> loadNotes;
    private final EngineThread engine = EngineThread.shared();

    private Fuser(
            FusionModel model,
            Optional<Parameters> lossProposal,
            String checkpointName,
            Optional<Dominability> dominability,
            Optional<Task> task,
            Space space,
            FusionSettings settings,
            List<String> loadNotes) {
        this.model = model;
        this.lossProposal = lossProposal;
        this.checkpointName = checkpointName;
        this.dominability = dominability;
        this.task = task;
        this.space = space;
        this.settings = settings;
        this.loadNotes = List.copyOf(loadNotes);
    }

    /** Starts from a checkpoint file, whose network is recognised by its content and its name. */
    public static Builder with(Path weights) {
        return with(CheckpointSource.of(weights));
    }

    /** Starts from a checkpoint wherever it lies, such as one found by name in a {@link io.dynafuse.library.CheckpointLibrary}. */
    public static Builder with(CheckpointSource weights) {
        return new Builder((builder, notes) -> builder.load(weights, notes));
    }

    /**
     * Starts from the embedded checkpoint that serves a task best, for two sources; it is part of the program.
     *
     * <p>{@link Builder#open} throws an {@link IOException} if this build has none.
     */
    public static Builder forTask(Task task) {
        return forTask(task, 2);
    }

    /**
     * The same for more sources, which not every checkpoint takes.
     *
     * @param sources the number of sources at once
     */
    public static Builder forTask(Task task, int sources) {
        return new Builder((builder, notes) -> builder.load(
                        EmbeddedCheckpoint.require(EmbeddedCheckpoint.all(), Optional.of(task), sources), notes))
                .task(task)
                .space(Space.IMAGE);
    }

    /** Starts from a model that the caller made, in its own precision and on its device; closing the fuser closes it. */
    public static Builder with(FusionModel model) {
        return new Builder((builder, notes) -> model);
    }

    /**
     * Fuses images of one size, with the settings of this fuser.
     *
     * @param sources as many as the network takes; if it distinguishes them, in its order of roles
     * @throws IllegalArgumentException if there are fewer or more sources, their sizes differ, one has no data, or the result is not finite
     * @throws IllegalStateException if this fuser is closed, or was called from a progress listener or work of a fuser
     * @throws InsufficientMemoryException if the images do not fit into the memory limit
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    public FusedImage fuse(List<Image> sources) throws InterruptedException {
        return fuse(sources, List.of());
    }

    /**
     * The same for sources of known roles, in any order.
     *
     * @param roles the role of each source; none if unknown
     * @throws IllegalArgumentException as {@link #fuse(List)} does, or if the network fuses sources of other roles
     */
    public FusedImage fuse(List<Image> sources, List<Role> roles) throws InterruptedException {
        return fuse(sources, roles, dominability);
    }

    /**
     * Fuses images of one size by a variant other than that of this fuser.
     *
     * @param roles the role of each source; none if unknown
     * @throws IllegalArgumentException as {@link #fuse(List, List)} does, or if the variant does not fit the network or the size
     * @throws IllegalStateException as {@link #fuse(List)} does
     * @throws InsufficientMemoryException as {@link #fuse(List)} does
     * @throws InterruptedException as {@link #fuse(List)} does
     */
    public FusedImage fuse(List<Image> sources, List<Role> roles, Variant variant) throws InterruptedException {
        return fuse(sources, roles, variant.dominability());
    }

    /** {@link #fuse(List, List, Variant)} for sources of unknown roles. */
    public FusedImage fuse(List<Image> sources, Variant variant) throws InterruptedException {
        return fuse(sources, List.of(), variant);
    }

    /**
     * Fuses sources that are read one after the other, with weights on the images themselves: memory does not grow with their number.
     *
     * @param sources of one size
     * @param roles the role of each source; none if unknown
     * @throws IllegalArgumentException as {@link #fuse(List, List)} does, or if this fuser's weights act on features
     * @throws IllegalStateException as {@link #fuse(List)} does
     * @throws InsufficientMemoryException as {@link #fuse(List)} does
     * @throws IOException if a source cannot be read
     * @throws InterruptedException as {@link #fuse(List)} does
     */
    public FusedImage fuse(SourceSequence sources, List<Role> roles) throws IOException, InterruptedException {
        Dominability inImages = dominability
                .filter(chosen -> chosen.imageSpace().isPresent())
                .orElseThrow(() -> new IllegalArgumentException(
                        "sources are fused one after the other by weights on images, but this fuser was opened for "
                                + dominability.map(Dominability::toString).orElse("static")));
        try {
            FusedImage fused = call(() -> inImageSpace(sources, roles, inImages));
            if (!keepsMaps()) {
                return fused;
            }
            List<Image> images = new ArrayList<>();
            for (int m = 0; m < sources.count(); m++) {
                images.add(sources.read(m));
            }
            Arrangement scene = arrange(images, roles);
            requireMemoryOfMaps(scene);
            return withMaps(fused, scene);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private FusedImage inImageSpace(SourceSequence sources, List<Role> roles, Dominability chosen) {
        Fusion.requireCount(sources.count(), model);
        try {
            return new ImageSpaceFusion(model, checkpointName, chosen, task, settings, sources, roles).run(loadNotes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FusedImage fuse(List<Image> sources, List<Role> roles, Optional<Dominability> chosen)
            throws InterruptedException {
        boolean inImages = chosen.flatMap(Dominability::imageSpace).isPresent();
        if (inImages && !keepsMaps()) {
            return call(() -> inImageSpace(SourceSequence.of(sources), roles, chosen.get()));
        }
        Arrangement scene = arrange(sources, roles);
        if (keepsMaps()) {
            requireMemoryOfMaps(scene);
        }
        if (inImages) {
            return withMaps(call(() -> inImageSpace(SourceSequence.of(sources), roles, chosen.get())), scene);
        }
        return withMaps(
                call(() -> new ImageFusion(model, checkpointName, chosen, scene, task, settings)
                        .run(notes(sources, chosen))),
                scene);
    }

    /** Whether whole sources are looked at once more. */
    private boolean keepsMaps() {
        return lossProposal.isPresent() || settings.promptMaps();
    }

    private FusedImage withMaps(FusedImage fused, Arrangement scene) throws InterruptedException {
        if (!keepsMaps()) {
            return fused;
        }
        StageClock clock = new StageClock();
        List<String> notes = new ArrayList<>(scene.note().stream().toList());
        return call(() -> {
            Optional<LossMaps> losses = lossProposal.map(
                    module -> clock.time(Stage.LOSS_MAPS, () -> LossMaps.of(scene, module, model.device())));
            Optional<PromptMaps> prompts = prompted()
                    .filter(any -> settings.promptMaps())
                    .map(any -> clock.time(Stage.PROMPTS, () -> promptMaps(any, scene)));
            prompts.flatMap(PromptMaps::note).ifPresent(notes::add);
            return fused.with(losses, prompts.map(PromptMaps::byName).orElse(Map.of()), clock.times(), notes);
        });
    }

    private PromptMaps promptMaps(PromptedModel prompted, Arrangement scene) {
        try (Scope scope = Scope.open()) {
            return PromptMaps.of(prompted, ImageFusion.tensors(model, scene, task, settings.keepChroma()), scene);
        }
    }

    private void requireMemoryOfMaps(Arrangement scene) {
        int layers = prompted()
                .filter(any -> settings.promptMaps())
                .map(any -> any.layersOfPrompts().size())
                .orElse(0);
        int bytesPerPixel = LossMaps.BYTES_PER_PIXEL + layers * PromptMaps.BYTES_PER_PIXEL_AND_LAYER;
        List<Image> images = scene.images();
        long pixels = (long) images.get(0).width() * images.get(0).height();
        // The module has fewer features than the network.
        settings.budget()
                .requireFusionAsAWhole(
                        pixels,
                        images.stream().mapToLong(Image::byteSize).sum()
                                + ImageFusion.bytesToFill(images)
                                + pixels * bytesPerPixel,
                        model.facts(),
                        images.size(),
                        true,
                        Precision.FP32);
    }

    private Arrangement arrange(List<Image> sources, List<Role> roles) {
        List<Image> images = List.copyOf(sources);
        requireScene(images);
        return Arrangement.of(model.network(), images, roles, task);
    }

    /** Work on tensors. */
    @FunctionalInterface
    public interface TensorWork<T> {
        /**
         * Runs on the engine's thread inside an open {@link Scope}; what it returns must hold no tensor.
         *
         * @param fusion with the network
         * @param sources whole images in the network's numbers, {@code [1,C,H,W]} each
         */
        T run(Fusion fusion, SourceTensors sources);
    }

    /**
     * Runs work on whole images in the network's own numbers, for results that are not part of a fused image.
     *
     * @param sources as {@link #fuse(List)} takes them
     * @throws IllegalArgumentException if there are fewer or more sources than the network takes, their sizes differ, or one has no data
     * @throws IllegalStateException if this fuser is closed, or was called from a progress listener or work of a fuser
     * @throws InsufficientMemoryException if the images do not fit into the memory limit as a whole
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    public <T> T onTensors(List<Image> sources, TensorWork<T> work) throws InterruptedException {
        Arrangement scene = arrange(sources, List.of());
        requireMemoryOfWholeImages(scene.images());
        return call(() -> {
            try (Scope scope = Scope.open()) {
                return work.run(
                        new Fusion(model, new StageClock()),
                        ImageFusion.tensors(model, scene, task, settings.keepChroma()));
            }
        });
    }

    private void requireMemoryOfWholeImages(List<Image> images) {
        settings.budget()
                .requireWholeImages(
                        (long) images.get(0).width() * images.get(0).height(),
                        images.stream().mapToLong(Image::byteSize).sum() + ImageFusion.bytesToFill(images),
                        model.facts(),
                        images.size(),
                        images.stream().allMatch(Image::isOpaque));
    }

    private <T> T call(Callable<T> work) throws InterruptedException {
        try {
            return engine.call(work);
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The network that fuses. */
    public Network network() {
        return model.network();
    }

    /** How the network's output becomes an image. */
    public OutputRange range() {
        return settings.range();
    }

    /** How the prompts of the network are turned; empty if it makes none. */
    public Optional<PromptSettings> prompts() {
        return prompted().map(PromptedModel::settings);
    }

    /** How a network that makes prompts is given images of any size; empty for another. */
    public Optional<Sizing> sizing() {
        return prompted().map(PromptedModel::sizing);
    }

    private Optional<PromptedModel> prompted() {
        return model instanceof PromptedModel prompted ? Optional.of(prompted) : Optional.empty();
    }

    /** What this fuser was told to do otherwise than its network does, in words for people; none if nothing. */
    public List<String> changes() {
        return Stream.of(
                        prompts()
                                .filter(turned -> !turned.equals(PromptSettings.AS_MADE))
                                .map(turned -> "prompts with " + turned),
                        sizing().filter(way -> way == Sizing.PUBLISHED).map(way -> "published sizing"),
                        Optional.of("chroma kept").filter(kept -> settings.keepChroma()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The network's default dominability for the task this fuser was opened for, with weights on features. */
    public Dominability defaultDominability() {
        return network().defaultDominability(task);
    }

    /** The defaults of the network and the task this fuser was opened for, in either space. */
    public DefaultDominability defaults() {
        return defaults(network(), task, space);
    }

    /** The parts that fusion in image space has for the task this fuser was opened for, which can be turned off one by one. */
    public List<ImageSpace.Part> parts() {
        return Blending.parts(task);
    }

    private static DefaultDominability defaults(Network network, Optional<Task> task, Space space) {
        return new DefaultDominability(network.defaultDominability(task), Blending.defaultDominability(task), space);
    }

    /** Frees the network once the running fusions have finished; no others can begin. */
    @Override
    public void close() {
        engine.closeAfter(() -> {
            model.close();
            lossProposal.ifPresent(Parameters::close);
        });
    }

    private void requireScene(List<Image> sources) {
        Fusion.requireCount(sources.size(), model);
        sources.forEach(source -> requireSize(sources.get(0), source));
        for (int m = 0; m < sources.size(); m++) {
            requireData(sources.get(m), m);
        }
    }

    static void requireSize(Image first, Image source) {
        if (source.width() != first.width() || source.height() != first.height()) {
            throw new IllegalArgumentException(
                    "expected sources of one size, found " + size(first) + " and " + size(source));
        }
    }

    static void requireData(Image source, int index) {
        if (!source.hasData()) {
            throw new IllegalArgumentException(
                    "expected sources with data, found alpha 0 at every pixel of source " + (index + 1));
        }
    }

    private static String size(Image image) {
        return image.width() + "x" + image.height();
    }

    private List<String> notes(List<Image> images, Optional<Dominability> chosen) {
        NetworkFacts facts = model.facts();
        List<String> notes = new ArrayList<>(loadNotes);
        if (chosen.isPresent() && facts.weighting().equals(Optional.of(StaticRule.MAXIMUM))) {
            notes.add(
                    "this network fuses by maximum, which no fusion weights can express: with them it fuses by the mean");
        }
        if (facts.isTooBright(images.size())) {
            notes.add("this network adds up features and was trained on "
                    + facts.inputs().trainedSources() + " sources: with " + images.size()
                    + " expect too much brightness and contrast; a mean or maximum network has no such limit");
        }
        ImageMetadata first = images.get(0).metadata();
        if (images.stream().anyMatch(image -> image.metadata().profileDiffersFrom(first))) {
            notes.add(DIFFERENT_PROFILES);
        }
        return notes;
    }

    /** Collects the settings of a {@link Fuser}. */
    public static final class Builder {
        private final ModelSource source;
        private Optional<Network> network = Optional.empty();
        private Optional<Task> task = Optional.empty();
        private Space space = Space.FEATURES;
        private Optional<UnaryOperator<Dominability>> dominability = Optional.empty();
        private boolean dynamic = true;
        private Device device = Device.CPU;
        private Precision precision = Precision.FP32;
        private Optional<SampleDepth> depth = Optional.empty();
        private boolean weightMaps;
        private boolean promptMaps;
        private boolean depthMap;
        private boolean lossMaps;
        private Optional<Parameters> lossModule = Optional.empty();
        private Optional<Parameters> lossProposal = Optional.empty();
        private MemoryBudget budget = MemoryBudget.ofThisMachine();
        private int largestTile = Integer.MAX_VALUE;
        private boolean inexactTiles;
        private Optional<OutputRange> range = Optional.empty();
        private FusionProgress progress = (done, total) -> {};
        private boolean networkColours;
        private boolean keepChroma;
        private Optional<PromptSettings> prompts = Optional.empty();
        private Optional<Sizing> sizing = Optional.empty();
        private Optional<String> checkpointName = Optional.empty();

        private interface ModelSource {
            FusionModel make(Builder builder, List<String> notes) throws IOException;
        }

        private Builder(ModelSource source) {
            this.source = source;
        }

        /** Sets the network, instead of recognising it. */
        public Builder network(Network network) {
            this.network = Optional.of(network);
            return this;
        }

        /** The task, which decides the default dominability. */
        public Builder task(Task task) {
            this.task = Optional.of(task);
            return this;
        }

        /** What fusion weights act on: features for a checkpoint that was chosen, the images for the one embedded for a task, if not said. */
        public Builder space(Space space) {
            this.space = space;
            return this;
        }

        /** The dominability, instead of the network's default for the task or, of a network without a place for weights, its static fusion. */
        public Builder dominability(Dominability dominability) {
            return dominability(anyDefault -> dominability);
        }

        /** Fuses by the network's default for the task, with parts of it changed. */
        public Builder dominability(UnaryOperator<Dominability> change) {
            this.dominability = Optional.of(change);
            return this;
        }

        /** Fuses as the network was trained, without weights. */
        public Builder withoutWeights() {
            dynamic = false;
            return this;
        }

        /** The device that the network runs on; {@link Device#CPU} by default. */
        public Builder device(Device device) {
            this.device = device;
            return this;
        }

        /** The precision of the network; {@link Precision#FP32} by default. */
        public Builder precision(Precision precision) {
            this.precision = precision;
            return this;
        }

        /** The depth of the fused image, instead of the deepest of the sources. */
        public Builder depth(SampleDepth depth) {
            this.depth = Optional.of(depth);
            return this;
        }

        /** Keeps each source's fusion weights as an image. */
        public Builder keepWeightMaps() {
            weightMaps = true;
            return this;
        }

        /** Keeps the prompts of a network that makes some as images. {@link #open} throws an {@link IllegalArgumentException} for another. */
        public Builder keepPromptMaps() {
            promptMaps = true;
            return this;
        }

        /** Makes a depth map, of focus stacks that are fused by weights on images. */
        public Builder depthMap() {
            depthMap = true;
            return this;
        }

        /**
         * Keeps what the loss that ReFusion learned asks of the fused image. {@link #open} throws an {@link IOException} unless the checkpoint holds the loss
         * proposal module beside the network, as trainings write it.
         */
        public Builder keepLossMaps() {
            lossMaps = true;
            return this;
        }

        /**
         * The same, by a loss proposal module that the caller has, for a model that the caller made.
         *
         * @param module parameters in 32-bit floats; on loan until {@link #open}
         */
        public Builder keepLossMaps(Parameters module) {
            lossModule = Optional.of(module);
            return this;
        }

        /**
         * The memory limit of the whole process, as far as it can be predicted: the garbage of reading in the Java heap is estimated.
         * Tiles are made as small as necessary. By default half of the machine's memory, and at most 4 GB if tiles are possible.
         *
         * @throws IllegalArgumentException if {@code bytes} is not positive
         */
        public Builder memory(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("expected a positive number of bytes, found " + bytes);
            }
            budget = MemoryBudget.of(bytes);
            return this;
        }

        /**
         * Computes in tiles of at most this side; about 1,000 by default, as larger ones are not faster. Weights by gradients are computed
         * for the whole image nevertheless.
         *
         * @throws IllegalArgumentException if {@code side} is below 1
         */
        public Builder largestTile(int side) {
            if (side < 1) {
                throw new IllegalArgumentException("expected a tile side of 1 or more, found " + side);
            }
            largestTile = side;
            return this;
        }

        /**
         * Allows tiles for a network with a global receptive field, if the image does not fit into memory or {@link #largestTile} asks for
         * them. The result then depends on the tiles.
         */
        public Builder inexactTiles() {
            inexactTiles = true;
            return this;
        }

        /** How the network's output becomes an image, instead of what the checkpoint states or is usual for the network. */
        public Builder range(OutputRange range) {
            this.range = Optional.of(range);
            return this;
        }

        /** Keeps the colours of the network's output even if all sources are gray. */
        public Builder networkColours() {
            networkColours = true;
            return this;
        }

        /** Lets an RGB network fuse luma only; chroma is blended from the sources or taken from one, as for a luma network. */
        public Builder keepChroma() {
            keepChroma = true;
            return this;
        }

        /** Turns the prompts of a network that makes some. {@link #open} throws an {@link IllegalArgumentException} for another. */
        public Builder prompts(PromptSettings settings) {
            prompts = Optional.of(settings);
            return this;
        }

        /** How a network that makes prompts is given images of any size; {@link #open} refuses it for another. */
        public Builder sizing(Sizing way) {
            sizing = Optional.of(way);
            return this;
        }

        /** Is notified of each finished tile, or of finished rows where weights act on images. */
        public Builder progress(FusionProgress progress) {
            this.progress = progress;
            return this;
        }

        /**
         * Loads the network.
         *
         * @throws InsufficientMemoryException if the network alone does not fit into the memory limit
         * @throws IOException if the checkpoint cannot be read, or does not fit the network or the one it says it is for
         * @throws IllegalArgumentException if the change of the dominability is not valid
         * @throws io.dynafuse.torch.EngineException if the engine cannot be loaded
         */
        public Fuser open() throws IOException {
            lossProposal = lossModule.map(module -> module.placed(device, Precision.FP32));
            try {
                return opened();
            } catch (IOException | RuntimeException e) {
                lossProposal.ifPresent(Parameters::close);
                throw e;
            }
        }

        private Fuser opened() throws IOException {
            List<String> notes = new ArrayList<>();
            FusionModel made = source.make(this, notes);
            try {
                FusionModel model = turned(made);
                if (model instanceof PromptedModel prompted) {
                    prompted.note(task).ifPresent(notes::add);
                }
                Optional<Dominability> chosen = chosen(model);
                chosen.ifPresent(asked -> Fusion.requireWeighed(model, asked));
                return new Fuser(
                        model,
                        lossProposal,
                        checkpointName.orElseGet(() -> model.network().id()),
                        chosen,
                        task,
                        space,
                        new FusionSettings(
                                depth,
                                weightMaps,
                                promptMaps,
                                depthMap,
                                budget,
                                largestTile,
                                inexactTiles,
                                range.orElseGet(() -> model.facts().range()),
                                networkColours,
                                keepChroma,
                                progress),
                        notes);
            } catch (RuntimeException e) {
                made.close();
                throw e;
            }
        }

        private FusionModel turned(FusionModel model) {
            if (prompts.isEmpty() && sizing.isEmpty() && !promptMaps) {
                return model;
            }
            if (!(model instanceof PromptedModel prompted)) {
                throw new IllegalArgumentException(model.network().id()
                        + " makes no prompts and takes images of any size: expected neither prompts to turn or to keep nor a sizing, or a"
                        + " network such as tc-moa-base");
            }
            return prompted.with(prompts.orElseGet(prompted::settings), sizing.orElseGet(prompted::sizing));
        }

        /** A network without a place for weights is weighed only if somebody asks for it. */
        private Optional<Dominability> chosen(FusionModel model) {
            boolean isAsked = dominability.isPresent()
                    || space == Space.IMAGE
                    || model.facts().weighting().isPresent();
            return Optional.of(defaults(model.network(), task, space).chosen())
                    .filter(usual -> dynamic && isAsked)
                    .map(usual ->
                            dominability.map(change -> change.apply(usual)).orElse(usual));
        }

        private FusionModel load(CheckpointSource weights, List<String> notes) throws IOException {
            checkpointName = Optional.of(weights.name());
            if (weights instanceof OwnCheckpoint own) {
                return load(own);
            }
            try (Checkpoint checkpoint = weights.open()) {
                Network chosen = network.isPresent() ? network.get() : choose(weights, checkpoint, notes);
                budget.requireNetwork(chosen);
                CheckpointLoader.notes(chosen, checkpoint).forEach(note -> notes.add(weights.shortName() + " " + note));
                if (lossMaps) {
                    lossProposal = Optional.of(lossProposal(chosen, weights, checkpoint));
                }
                OutputRange usual = CheckpointLoader.range(chosen, checkpoint);
                range = range.or(() -> Optional.of(usual));
                noteOtherTask(CheckpointLoader.task(chosen, checkpoint), weights, notes);
                try (Parameters parameters = CheckpointLoader.load(chosen, checkpoint)) {
                    return chosen.create(parameters, device, precision);
                }
            }
        }

        private FusionModel load(OwnCheckpoint own) throws CheckpointException {
            if (network.isPresent() || lossMaps) {
                throw new CheckpointException(
                        own.name(),
                        "is a network of its own, " + own.network().id() + "; expected "
                                + network.map(known -> "a checkpoint of " + known.id())
                                        .orElse("the weights.safetensors of `dynafuse train refusion`, for loss maps"));
            }
            budget.requireNetwork(own.network());
            return own.network().create(Parameters.of(Map.of()), device, precision);
        }

        private Parameters lossProposal(Network chosen, CheckpointSource weights, Checkpoint checkpoint)
                throws CheckpointException {
            Optional<Parameters> module = chosen.companions().containsKey(ReFusion.PROPOSAL)
                    ? CheckpointLoader.companion(chosen, ReFusion.PROPOSAL, checkpoint)
                    : Optional.empty();
            try (Parameters read = module.orElseThrow(() -> new CheckpointException(
                    weights.name(),
                    "holds " + chosen.id() + " without a loss proposal module, which makes loss maps; expected the"
                            + " weights.safetensors of `dynafuse train refusion`"))) {
                return read.placed(device, Precision.FP32);
            }
        }

        private void noteOtherTask(Optional<Task> named, CheckpointSource weights, List<String> notes) {
            if (named.isPresent() && task.isPresent() && !named.equals(task)) {
                notes.add(weights.shortName() + " is called a checkpoint for "
                        + named.get().word() + ", but the task is " + task.get().word());
            }
        }

        private static Network choose(CheckpointSource weights, Checkpoint checkpoint, List<String> notes)
                throws CheckpointException {
            CheckpointLoader.Choice choice = CheckpointLoader.choose(checkpoint);
            if (!choice.alternatives().isEmpty()) {
                notes.add(weights.shortName() + " fits "
                        + choice.alternatives().stream().map(Network::id).collect(Collectors.joining(" and "))
                        + " as well as " + choice.network().id() + ", and nothing in it says which it was trained for");
            }
            return choice.network();
        }
    }
}
