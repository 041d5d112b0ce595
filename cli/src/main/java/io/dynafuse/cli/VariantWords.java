package io.dynafuse.cli;

import io.dynafuse.dominability.DefaultDominability;
import io.dynafuse.evaluation.run.EvaluationRequest;
import io.dynafuse.fusion.Variant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** The variants that {@code --variant} names. */
final class VariantWords {
    private VariantWords() {}

    /** Checks what does not depend on the network. */
    static void requireSense(CommandSpec command, List<String> variants) {
        variants.forEach(words -> requireWords(command, words));
        Usage.require(
                command,
                variants.stream()
                                .map(String::strip)
                                .map(words -> words.toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        == variants.size(),
                "--variant: expected variants that differ, found " + String.join(" and ", variants));
    }

    private static void requireWords(CommandSpec command, String words) {
        try {
            Variant.requireWords(words);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--variant: " + e.getMessage());
        }
    }

    /** The variants of a network. */
    static List<Variant> parsed(CommandSpec command, List<String> variants, DefaultDominability defaults) {
        try {
            List<Variant> parsed = variants.stream()
                    .map(words -> Variant.parse(words, defaults))
                    .toList();
            EvaluationRequest.requireApart(parsed);
            return parsed;
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--variant: " + e.getMessage());
        }
    }
}
