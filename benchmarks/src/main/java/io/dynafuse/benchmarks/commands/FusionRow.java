package io.dynafuse.benchmarks.commands;

import io.dynafuse.benchmarks.Variant;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A fusion as the command does it and as a program that embeds Dynafuse does.
 *
 * @param name as in the table of docs/speed.md
 * @param options of {@code dynafuse fuse}
 * @param builder with the same settings
 */
record FusionRow(String name, List<String> options, Supplier<Fuser.Builder> builder) {
    /** A network that fuses features, for every variant. */
    private static final String CHECKPOINT = "ifcnn-exposure";

    /** Weights on features, then those on the images by task, then weights on features in bfloat16. */
    static List<FusionRow> all() {
        return Stream.of(
                        Stream.of(Variant.values()).map(variant -> ofFeatures(variant, Precision.FP32)),
                        Stream.of(Task.values()).map(FusionRow::ofImages),
                        Stream.of(Variant.values()).map(variant -> ofFeatures(variant, Precision.BF16)))
                .flatMap(rows -> rows)
                .toList();
    }

    /** @throws IllegalArgumentException if there is no row of this name */
    static FusionRow named(String name) {
        return all().stream()
                .filter(row -> row.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected one of " + all().stream().map(FusionRow::name).toList() + ", found " + name));
    }

    boolean isBfloat16() {
        return options.contains(Precision.BF16.name().toLowerCase(Locale.ROOT));
    }

    private static FusionRow ofFeatures(Variant variant, Precision precision) {
        String word = variant.name().toLowerCase(Locale.ROOT);
        List<String> options = new ArrayList<>(List.of("--checkpoint", CHECKPOINT));
        options.addAll(
                variant == Variant.STATIC ? List.of("--static") : List.of("--space", "features", "--reference", word));
        if (precision == Precision.BF16) {
            options.addAll(List.of("--precision", "bf16"));
        }
        return new FusionRow(
                precision == Precision.BF16 ? word + ", bf16" : word,
                options,
                () -> variant.apply(Fuser.with(checkpoint()).precision(precision)));
    }

    private static EmbeddedCheckpoint checkpoint() {
        return EmbeddedCheckpoint.all().stream()
                .filter(embedded -> embedded.id().equals(CHECKPOINT))
                .findFirst()
                .orElseThrow();
    }

    /** The default of a task. */
    private static FusionRow ofImages(Task task) {
        return new FusionRow("images, " + task.word(), List.of("--task", task.word()), () -> Fuser.forTask(task));
    }

    Fuser open() throws IOException {
        return builder.get().open();
    }
}
