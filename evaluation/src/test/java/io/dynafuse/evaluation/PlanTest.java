package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.data.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    @TempDir
    private Path root;

    private Place folder(String name, String... files) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        for (String file : files) {
            Files.createFile(folder.resolve(file));
        }
        return new Place(folder.toString());
    }

    private static Map<String, Place> methods(Place... places) {
        Map<String, Place> methods = new LinkedHashMap<>();
        for (Place place : places) {
            methods.put(place.lastPart(), place);
        }
        return methods;
    }

    @Test
    void everyFileIsAmongTheFilesPairedOrNot() throws Exception {
        Plan plan = Plan.of(
                methods(folder("f", "1.png", "5.png", "5.pgm")),
                List.of(folder("a", "1.png", "2.png"), folder("b", "1.png")),
                Optional.empty());
        assertThat(plan.files())
                .extracting(file -> root.relativize(file).toString())
                .containsExactlyInAnyOrder("f/1.png", "f/5.png", "f/5.pgm", "a/1.png", "a/2.png", "b/1.png");
        assertThat(plan.ofFolders()).isTrue();
        assertThat(plan.scenes()).isEqualTo(1);
        assertThat(plan.methods().get(0).unpaired()).hasSize(1);
    }

    @Test
    void whatIsLeftOutIsSaidOnceAndBriefly() throws Exception {
        Place source = folder("a", "1.png", "2.png", "3.png", "4.png", "5.png", "6.png", "7.png", "8.png");
        Plan plan = Plan.of(
                methods(folder("f", "1.png"), folder("g", "1.png")),
                List.of(source, folder("b", "1.png")),
                Optional.of(source));
        assertThat(plan.notes()).filteredOn(note -> note.contains("left out")).hasSize(5);
        assertThat(plan.notes().get(0))
                .contains("a/2.png: left out", "/f nor in ")
                .endsWith("/g");
        assertThat(plan.notes()).contains("and 2 more");
    }

    @Test
    void oneFileInTwoRolesIsNoted() throws Exception {
        Place fused = folder("f", "1.png");
        Place source = folder("a", "1.png");
        assertThat(Plan.of(methods(fused), List.of(source, fused), Optional.empty())
                        .notes())
                .singleElement()
                .asString()
                .endsWith("1.png: is both the fused image and source 2");
        Path link = Files.createSymbolicLink(root.resolve("link.png"), root.resolve("a/1.png"));
        Plan files = Plan.of(
                methods(new Place(root.resolve("f/1.png").toString())),
                List.of(new Place(root.resolve("a/1.png").toString()), new Place(root + "/b.png")),
                Optional.of(new Place(link.toString())));
        assertThat(files.notes()).containsExactly(link + ": is both source 1 and the ground truth");
        assertThat(files.ofFolders()).isFalse();
    }

    @Test
    void methodsShareAScene() throws Exception {
        Map<String, Place> apart = methods(folder("f", "1.png"), folder("g", "2.png"));
        assertThatThrownBy(() -> Plan.of(apart, List.of(), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the same scenes");
    }
}
