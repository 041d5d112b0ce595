package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.Networks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of parameters of published networks, counted from the files of their authors. */
class PublishedSizesTest {
    @ParameterizedTest
    @CsvSource({
        "densefuse, 74193",
        "densefuse-rgb, 74771",
        "deepfuse, 316976",
        "didfuse, 260935",
        "auif, 11631",
        "sdnet, 67091",
        "lrrnet, 49204",
        "mefnet, 26461",
        "reconet, 7527",
        "u2fusion, 659217",
        "mufusion, 554721",
        "tardal, 296577",
        "pfcfuse, 528544",
        "sesf, 74803"
    })
    void areThoseOfTheAuthorsFiles(String id, long size) {
        assertThat(Networks.find(id).orElseThrow().parameters().size()).isEqualTo(size);
    }
}
