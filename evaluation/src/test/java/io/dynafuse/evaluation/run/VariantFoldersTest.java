package io.dynafuse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantFoldersTest {
    private static Variant variant(String words) {
        return Variant.parse(words, Dominability.of(Reference.FUSED));
    }

    private static List<String> folders(List<Variant> variants) {
        VariantFolders all = new VariantFolders(List.of()).with(variants);
        return variants.stream()
                .map(all::place)
                .map(VariantFolders.Placed::folder)
                .toList();
    }

    @Test
    void foldersAreCalledAsTheVariantsAreAsFarAsFilesCanBe() {
        assertThat(folders(List.of(
                        Variant.STATIC,
                        variant("fused, CONTRAST"),
                        variant("gradient=l1+0.5*ssim,channel=mean"),
                        variant("maximum,k=0.5"))))
                .containsExactly("static", "fused-contrast", "gradient=l1+0.5-ssim-channel=mean", "maximum-k=0.5");
    }

    @Test
    void labelsThatLookAlikeGetFoldersOfTheirOwn() {
        assertThat(folders(List.of(
                        new Variant("a/b", variant("k=2").dominability()),
                        new Variant("A*B", variant("k=3").dominability()))))
                .containsExactly("a-b", "a-b-2");
    }

    @Test
    void foldersStayWhenVariantsCome() {
        VariantFolders first = new VariantFolders(List.of()).with(List.of(variant("k=2")));
        VariantFolders second = first.with(List.of(Variant.STATIC, variant("k=2")));
        assertThat(second.place(variant("k=2")).folder()).isEqualTo("k=2");
        assertThat(second.known()).startsWith(first.known().get(0)).hasSize(2);
    }

    @Test
    void namesLeadNowhereElse() {
        assertThat(SafeNames.of(List.of("..", "a/b", "a\\b", "", "CON:", "Größe"), 80))
                .containsExactly("_", "a-b", "a-b-2", "_-2", "CON", "Größe");
        assertThat(SafeNames.of("x".repeat(300), 80)).hasSize(80);
    }
}
