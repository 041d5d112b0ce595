package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Scene(Optional<List<String>> roles, Optional<Double> scale) {}

    private static Scene parse(String json) throws Exception {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8), Scene.class);
    }

    private static String fault(String json) {
        try {
            return "none: " + parse(json);
        } catch (JsonProcessingException e) {
            return BindingFailure.words(e, "JSON");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsNotGivenOrNullIsEmpty() throws Exception {
        assertThat(parse("{}")).isEqualTo(parse("{\"roles\":null}"));
        assertThat(parse("{\"roles\":[\"mri\"]}").roles()).hasValue(List.of("mri"));
    }

    @Test
    void faultsAreToldWithoutTheNamesOfClasses() {
        assertThat(fault("{} {}")).isEqualTo("expected nothing behind the end, found more");
        assertThat(fault("{\"" + "k".repeat(40_000) + "\":1}"))
                .hasSizeLessThan(200)
                .contains("expected one of roles, scale");
    }
}
