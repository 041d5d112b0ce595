package io.dynafuse.cli;

import io.dynafuse.fusion.Fuser;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.network.Sizing;
import io.dynafuse.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that turn the prompts of a network that makes some, TC-MoA. */
final class PromptOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--prompt-scale",
            paramLabel = "A",
            description =
                    "TC-MoA: how clearly each part of the image follows one source; 1 if not given, 0 for not at all.")
    private Optional<Double> scale = Optional.empty();

    @Option(
            names = "--prompt-shift",
            paramLabel = "B",
            description =
                    "TC-MoA: draws the result towards its first source (visible, over-exposed, far) above 0, towards the other"
                            + " below 0; such as 0.3. 0 if not given.")
    private Optional<Double> shift = Optional.empty();

    @Option(
            names = "--router",
            paramLabel = "TASK[=SHARE]",
            split = ",",
            mapFallbackValue = "1",
            description =
                    "TC-MoA: whose router chooses the adapters, such as multi-focus, or of several each with its share. That of"
                            + " the task if not given.")
    private Map<Task, Double> routers = new LinkedHashMap<>();

    @Option(
            names = "--sizing",
            paramLabel = "blended|published",
            description =
                    "TC-MoA: how it is given images of any size. blended: as they are, large ones in pieces that overlap and are"
                            + " blended. published: as by its authors, small ones resized and back, large ones in pieces side by"
                            + " side; the images that they saved are also stretched, which --range stretched does. blended if not"
                            + " given.")
    private Optional<Sizing> sizing = Optional.empty();

    /** Checks the values, before any work is done. */
    void requireSense() {
        try {
            settings();
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, (routers.isEmpty() ? "--prompt-scale, --prompt-shift: " : "") + e.getMessage());
        }
    }

    private PromptSettings settings() {
        return new PromptSettings(scale.orElse(1.0), shift.orElse(0.0), routers);
    }

    /** Applies what was given. */
    Fuser.Builder configure(Fuser.Builder builder) {
        sizing.ifPresent(builder::sizing);
        boolean turned = scale.isPresent() || shift.isPresent() || !routers.isEmpty();
        return turned ? builder.prompts(settings()) : builder;
    }
}
