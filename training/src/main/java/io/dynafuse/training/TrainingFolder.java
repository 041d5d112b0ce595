package io.dynafuse.training;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.WholeFile;
import io.dynafuse.torch.Device;
import io.dynafuse.weights.Checkpoint;
import io.dynafuse.weights.CheckpointException;
import io.dynafuse.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one training.
 *
 * <ul>
 *   <li>{@code training.json}: the plan, how far it is, all validations, and the file that holds the state. It is written last, so that whatever it
 *       says is there; whoever stops the training at any moment finds the checkpoint before.
 *   <li>{@code state-<steps>.safetensors}: parameters, both moments of the optimiser, the parameters' running mean and the loss of every step.
 *   <li>{@code weights.safetensors}: the best parameters so far, for everyone who fuses.
 *   <li>{@code losses.csv}, {@code validations.csv}: the course of the training, for those who plot it.
 * </ul>
 */
public final class TrainingFolder {
    /** The file of the best parameters. */
    public static final String WEIGHTS = "weights.safetensors";

    private static final String RECORD = "training.json";
    private static final Pattern STATE = Pattern.compile("state-\\d+\\.safetensors");
    private static final long LARGEST_RECORD = 64L << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Path folder;
    private List<Validated> validations = List.of();

    /** A measurement and when it was made. */
    private record Validated(int step, double score, Map<String, Double> measures, boolean best) {}

    private record Record(
            Map<String, String> plan, int steps, String state, String sha256, List<Validated> validations) {}

    /** @param folder made when something is written */
    public TrainingFolder(Path folder) {
        this.folder = folder;
    }

    /** Whether a training has left a checkpoint here. */
    public boolean holdsTraining() {
        return Files.exists(record());
    }

    /** The file of the best parameters. */
    public Path weights() {
        return folder.resolve(WEIGHTS);
    }

    /** The best measurement so far and the step it was made at, if there is one. */
    public Optional<Map.Entry<Integer, Validation.Result>> best() {
        return validations.stream()
                .filter(Validated::best)
                .reduce((earlier, later) -> later)
                .map(found -> Map.entry(found.step(), new Validation.Result(found.score(), found.measures())));
    }

    /**
     * The state to go on from.
     *
     * @throws IOException if the checkpoint cannot be read, is damaged or is of another plan
     */
    TrainingState load(TrainingPlan plan, Device device) throws IOException {
        if (!holdsTraining()) {
            validations = List.of();
            return TrainingState.beginning(plan, device);
        }
        Record found = readRecord();
        requirePlan(plan, found.plan());
        validations = found.validations();
        if (!STATE.matcher(found.state()).matches()) {
            throw damaged("its state is in no file of this folder");
        }
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(found.state()))) {
            if (!checkpoint.sha256().equals(found.sha256())) {
                throw new CheckpointException(checkpoint.name(), "its checksum is not that of " + record());
            }
            return TrainingState.of(plan, checkpoint::floats, found.steps(), device);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged("it does not fit its state");
        }
    }

    private Record readRecord() throws IOException {
        if (Files.size(record()) > LARGEST_RECORD) {
            throw damaged("it is larger than any");
        }
        try {
            return JSON.readValue(record().toFile(), Record.class);
        } catch (JacksonException e) {
            throw damaged(OneLine.of(e.getOriginalMessage()));
        }
    }

    private IOException damaged(String reason) {
        return new IOException(
                record() + ": is no record of a training (" + reason + "); expected one as `train` writes it");
    }

    private void requirePlan(TrainingPlan plan, Map<String, String> found) throws IOException {
        Map<String, String> expected = plan.describe();
        for (Map.Entry<String, String> fact : expected.entrySet()) {
            String before = found.getOrDefault(fact.getKey(), "nothing");
            if (!before.equals(fact.getValue())) {
                throw otherPlan(fact.getKey(), before, fact.getValue());
            }
        }
        for (Map.Entry<String, String> fact : found.entrySet()) {
            if (!expected.containsKey(fact.getKey())) {
                throw otherPlan(fact.getKey(), fact.getValue(), "nothing");
            }
        }
    }

    private IOException otherPlan(String fact, String before, String now) {
        return new IOException(record() + ": is of another training, whose " + fact + " is " + before + " and not "
                + now + "; expected the same options as before, or another folder");
    }

    /** Writes a checkpoint and removes those before. */
    void save(TrainingPlan plan, TrainingState state) throws IOException {
        WholeFile.makeFolder(folder);
        Path file = folder.resolve("state-" + state.done() + ".safetensors");
        Safetensors.write(file, state.stored(), Map.of("network", plan.network().id()));
        String digest;
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            digest = checkpoint.sha256();
        }
        TrainingCurves.write(folder, plan, state.losses(), rows());
        Record record =
                new Record(plan.describe(), state.done(), file.getFileName().toString(), digest, validations);
        WholeFile.write(record(), WholeFile.Content.of(JSON.writeValueAsString(record) + "\n"));
        removeStatesBut(file);
    }

    private List<TrainingCurves.Row> rows() {
        return validations.stream()
                .map(found -> new TrainingCurves.Row(found.step(), found.score(), found.measures()))
                .toList();
    }

    private void removeStatesBut(Path current) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!file.equals(current)
                        && STATE.matcher(file.getFileName().toString()).matches()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Notes a validation, and writes the parameters if they are better than all before. */
    boolean keepIfBest(TrainingPlan plan, TrainingState state, Validation.Result result) throws IOException {
        boolean best =
                best().map(before -> result.score() > before.getValue().score()).orElse(true);
        List<Validated> all = new ArrayList<>(validations);
        all.add(new Validated(state.done(), result.score(), result.measures(), best));
        validations = List.copyOf(all);
        if (best) {
            WholeFile.makeFolder(folder);
            Map<String, String> metadata = new LinkedHashMap<>(plan.describe());
            metadata.put("step", Integer.toString(state.done()));
            Safetensors.write(weights(), TrainingState.parameters(state.average()), metadata);
        }
        return best;
    }

    private Path record() {
        return folder.resolve(RECORD);
    }
}
