package io.dynafuse.training;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.FolderLock;
import io.dynafuse.files.GuardedFolder;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Parameters;
import io.dynafuse.training.TrainingRecord.Validated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one training, held by one process at a time.
 *
 * <ul>
 *   <li>{@code training.json}: the plan, how far it is, all validations, and the file that holds the state. It is there before any other file, so that
 *       a folder without it is somebody else's; and a checkpoint writes it last, so that whatever it says is there. Whoever stops the
 *       training at any moment finds the checkpoint before.
 *   <li>{@code state-<steps>.safetensors}: of every parameter that is trained its value, both moments of the optimiser and the EMA; and the loss of every
 *       step.
 *   <li>{@code weights.safetensors}: the best parameters so far, for everyone who fuses.
 *   <li>{@code losses.csv}, {@code validations.csv}: the course of the training, for those who plot it.
 * </ul>
 */
public final class TrainingFolder implements AutoCloseable {
    /** The name of the checkpoint of the best parameters. */
    public static final String CHECKPOINT = "weights.safetensors";

    private static final String RECORD = "training.json";
    private static final Pattern STATE = Pattern.compile("state-\\d+\\.safetensors");

    private final Path folder;
    private final FolderLock lock;
    private Optional<TrainingRecord> record;
    private List<Validated> validations;

    private TrainingFolder(Path folder, FolderLock lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.record = holdsTraining(folder) ? Optional.of(TrainingRecord.read(record())) : Optional.empty();
        this.validations = record.map(TrainingRecord::validations).orElse(List.of());
    }

    /** Whether a training was begun in a folder, which need not be there. */
    public static boolean holdsTraining(Path folder) {
        return place(folder).isMarked();
    }

    /**
     * Checks, before any work is spent, that a training may write into a folder, which need not be there.
     *
     * @throws IOException if it is no folder, or holds files but no training; one line that names it
     */
    public static void requirePlace(Path folder) throws IOException {
        place(folder).requirePlace();
    }

    private static GuardedFolder place(Path folder) {
        return new GuardedFolder(folder, RECORD, RECORD, "training");
    }

    /**
     * Makes the folder unless it is there, locks it, reads how far its training is, and removes what a killed process left half-written.
     *
     * @throws IOException if it is no folder, holds files but no training, cannot be written, another process holds it, or what it says of its
     *     training is damaged; one line that names the folder or the file
     */
    public static TrainingFolder open(Path folder) throws IOException {
        FolderLock lock = place(folder).hold("training");
        try {
            TrainingFolder opened = new TrainingFolder(folder, lock);
            AtomicFile.removeLeftOvers(folder);
            return opened;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** The checkpoint of the best parameters. */
    public Path checkpoint() {
        return folder.resolve(CHECKPOINT);
    }

    /** The best measurement so far and the step it was made at, if there is one. */
    public Optional<Map.Entry<Integer, Validation.Result>> best() {
        return validations.stream()
                .filter(Validated::best)
                .reduce((earlier, later) -> later)
                .map(found -> Map.entry(found.step(), new Validation.Result(found.score(), found.measures())));
    }

    /** How many steps the last checkpoint is after; 0 if there is none. */
    public int steps() {
        return record.map(TrainingRecord::steps).orElse(0);
    }

    /** On how many threads an operation ran before the last checkpoint, if a training was begun. */
    public Optional<Integer> threads() {
        return record.map(TrainingRecord::threads);
    }

    /**
     * Checks that this is the folder of no training, or of this one.
     *
     * @throws IOException if it is of another plan; one line that names the first difference
     */
    public void requirePlan(TrainingPlan plan) throws IOException {
        if (record.isPresent()) {
            record.get().requirePlan(record(), plan);
        }
    }

    /**
     * The state to go on from; makes this the folder of the plan if it is of none.
     *
     * @throws IOException if the checkpoint cannot be read, is damaged or is of another plan
     */
    TrainingState load(TrainingPlan plan, Device device) throws IOException {
        requirePlan(plan);
        if (record.isEmpty()) {
            record = Optional.of(TrainingRecord.beginning(plan, Engine.threads()));
            record.get().write(record());
        }
        TrainingRecord from = record.get();
        validations = from.validations();
        if (best().isPresent() && !Files.isRegularFile(checkpoint())) {
            throw new IOException(
                    checkpoint() + ": there is no such file; expected the best parameters of this training");
        }
        TrainingState state = from.steps() == 0 ? TrainingState.beginning(plan, device) : read(from, plan, device);
        try {
            removeStatesBut(from.state());
            return state;
        } catch (IOException e) {
            state.close();
            throw e;
        }
    }

    private TrainingState read(TrainingRecord from, TrainingPlan plan, Device device) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(from.state()))) {
            if (!checkpoint.sha256().equals(from.sha256())) {
                throw new CheckpointException(checkpoint.name(), "its checksum is not that of " + record());
            }
            return TrainingState.of(plan, checkpoint, from.steps(), device);
        }
    }

    /** Writes a checkpoint and removes those before. */
    void save(TrainingPlan plan, TrainingState state) throws IOException {
        String name = TrainingRecord.stateFile(state.done());
        Path file = folder.resolve(name);
        Safetensors.write(file, state.stored(), Map.of("network", plan.learner().id()));
        String digest;
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            digest = checkpoint.sha256();
        }
        TrainingCurves.write(folder, plan, state.losses(), validations);
        TrainingRecord now =
                new TrainingRecord(plan.describe(), Engine.threads(), state.done(), name, digest, validations);
        now.write(record());
        record = Optional.of(now);
        removeStatesBut(name);
    }

    private void removeStatesBut(String current) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.equals(current)
                        && STATE.matcher(name).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Notes a validation, and writes the parameters if they are better than all before. */
    boolean keepIfBest(TrainingPlan plan, int steps, Parameters network, Validation.Result result) throws IOException {
        boolean best =
                best().map(before -> result.score() > before.getValue().score()).orElse(true);
        List<Validated> all = new ArrayList<>(validations);
        all.add(new Validated(steps, result.score(), result.measures(), best));
        validations = List.copyOf(all);
        if (best) {
            Map<String, String> metadata = new LinkedHashMap<>(plan.describe());
            metadata.put("step", Integer.toString(steps));
            Safetensors.write(checkpoint(), TrainingState.stored(network), metadata);
        }
        return best;
    }

    private Path record() {
        return folder.resolve(RECORD);
    }

    /** Lets other processes have the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
