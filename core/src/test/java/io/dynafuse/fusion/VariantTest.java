package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTest {
    private static final Dominability DEFAULT =
            Dominability.of(Reference.MAXIMUM).with("l2, k=7");

    @Test
    void variantsAreReadFromWords() {
        assertThat(Variant.parse(" STATIC ", DEFAULT)).isEqualTo(Variant.STATIC);
        assertThat(Variant.STATIC.dominability()).isEmpty();
        assertThat(Variant.parse("Default", DEFAULT)).isEqualTo(new Variant("default", Optional.of(DEFAULT)));
        Variant contrast = Variant.parse(" fused, contrast\n", DEFAULT);
        assertThat(contrast.label()).isEqualTo("fused, contrast");
        assertThat(contrast.dominability()).contains(DEFAULT.with("fused, contrast"));
    }

    @Test
    void labelsAreOneLine() {
        assertThat(Variant.parse("fused,\n\t contrast", DEFAULT).label()).isEqualTo("fused, contrast");
        for (String label : new String[] {"", " ", "two\nlines", "a\u2028b", "bell\u0007"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Variant(label, Optional.of(DEFAULT)));
        }
    }

    @Test
    void defaultMayStandBeforeWhatDiffersFromIt() {
        assertThat(Variant.parse("Default, l1, k=3", DEFAULT)).isEqualTo(Variant.parse("l1, k=3", DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"static, k=3", "k=3,STATIC", "default, static, l2"})
    void staticStandsAlone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Variant.parse(text, DEFAULT))
                .withMessageStartingWith("expected static alone, ");
    }

    @Test
    void wordsAreCheckedBeforeThereIsANetwork() {
        Variant.requireWords("component, k=4");
        Variant.requireWords("static");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Variant.requireWords("k=NaN"))
                .withMessageEndingWith("expected a number, found NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Variant.requireWords("k=Four"))
                .withMessageEndingWith("expected a number, found Four");
    }

    @Test
    void aDominabilityIsItsOwnLabel() {
        Variant variant = Variant.of(DEFAULT);
        assertThat(variant.label()).isEqualTo("maximum, L2, k=7, exp, softmax");
        assertThat(Variant.parse(variant.label(), Dominability.of(Reference.FUSED))
                        .dominability())
                .isEqualTo(variant.dominability());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fused, default", "default,", "<script>", "fused maximum"})
    void otherWordsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Variant.parse(text, DEFAULT))
                .withMessageStartingWith("expected words such as ");
    }
}
