package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.nn.ParameterSpec;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The names and shapes in the published checkpoints, and how many numbers they hold. */
class TcMoaManifestTest {
    private static final String MASK_TOKEN = "mask_token";

    @Test
    void equalThoseOfBase() throws IOException {
        check("base", TcMoa.BASE);
    }

    @Test
    void equalThoseOfLarge() throws IOException {
        check("large", TcMoa.LARGE);
    }

    private static void check(String size, TcMoa network) throws IOException {
        JsonNode manifest = new ObjectMapper()
                .readTree(Reference.path("tcmoa/shapes-" + size + ".json").toFile());
        Map<String, List<Long>> parameters = new LinkedHashMap<>();
        Set<String> trained = new LinkedHashSet<>();
        for (JsonNode entry : manifest.get("state_dict")) {
            String name = entry.get("name").asText();
            if (entry.get("kind").asText().equals("buffer")) {
                assertThat(network.checkpointAdapter().parameterOf().apply(name))
                        .as(name)
                        .isEmpty();
                continue;
            }
            assertThat(network.checkpointAdapter().parameterOf().apply(name)).isEqualTo(Optional.of(name));
            List<Long> shape = new ArrayList<>();
            entry.get("shape").forEach(length -> shape.add(length.asLong()));
            parameters.put(name, shape);
            if (entry.get("trained").asBoolean()) {
                trained.add(name);
            }
        }
        Map<String, List<Long>> stored =
                new LinkedHashMap<>(network.parameters().shapes());
        stored.keySet().removeAll(names(network, ParameterSpec::optional));
        assertThat(stored).containsExactlyInAnyOrderEntriesOf(parameters);
        assertThat(names(network, spec -> spec.trained() && !spec.optional())).isEqualTo(trained);
        JsonNode counts = manifest.get("counts");
        assertThat(elements(network, spec -> !spec.optional()))
                .isEqualTo(counts.get("params").asLong());
        assertThat(elements(network, spec -> spec.trained() && !spec.optional()))
                .isEqualTo(counts.get("trainable").asLong());
        assertThat(elements(network, ParameterSpec::optional))
                .isEqualTo(counts.get("source_shifts_not_stored").asLong());
        // The frozen ones are those of the masked autoencoder's files.
        Set<String> frozen =
                new HashSet<>(network.autoencoder().parameters().shapes().keySet());
        assertThat(frozen.remove(MASK_TOKEN)).isTrue();
        assertThat(names(network, spec -> !spec.trained())).isEqualTo(frozen);
    }

    private static Set<String> names(TcMoa network, Predicate<ParameterSpec> which) {
        Set<String> names = new HashSet<>();
        network.parameters().specs().stream()
                .filter(which)
                .map(ParameterSpec::name)
                .forEach(names::add);
        return names;
    }

    private static long elements(TcMoa network, Predicate<ParameterSpec> which) {
        return network.parameters().specs().stream()
                .filter(which)
                .mapToLong(ParameterSpec::elements)
                .sum();
    }
}
