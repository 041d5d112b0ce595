package io.dynafuse.preparation;

import io.dynafuse.files.AtOnce;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the sources of a fusion are read.
 *
 * @param preparation how they are prepared before fusion
 * @param memory looks at the headers of all sources before any of them is decoded, and throws a {@link RuntimeException} if they cannot fit
 */
public record SourceReading(ReadOptions options, SourcePreparation preparation, Consumer<List<ImageHeader>> memory) {
    /** Reads images of whatever number. */
    public static SourceReading of(ReadOptions options, SourcePreparation preparation) {
        return new SourceReading(options, preparation, headers -> {});
    }

    /** The same with another preparation. */
    public SourceReading with(SourcePreparation other) {
        return new SourceReading(options, other, memory);
    }

    /**
     * Reads images, several at once, and brings them to one size. They are decoded once their headers have told that they can be brought there and fit into
     * the memory; their ranges stay as they are until they are {@linkplain SourceImages#stretched stretched}.
     *
     * @param roles what each is to the scene, as far as it is known
     * @throws IOException if one cannot be read or shows nothing
     * @throws IllegalArgumentException if they cannot be brought to one size
     */
    public SourceImages read(List<SourcePage> files, List<Optional<Role>> roles) throws IOException {
        long start = System.nanoTime();
        List<ImageHeader> headers = new ArrayList<>();
        for (SourcePage file : files) {
            headers.add(file.header(options));
        }
        preparation.requireResizable(files.stream().map(SourcePage::toString).toList(), headers);
        memory.accept(headers);
        List<PreparedSource> sources = new ArrayList<>();
        List<Image> images = AtOnce.of(files, this::image);
        for (int m = 0; m < files.size(); m++) {
            sources.add(
                    PreparedSource.of(files.get(m).toString(), images.get(m)).role(roles.get(m)));
        }
        return new SourceImages(files, preparation.resized(sources), Duration.ofNanos(System.nanoTime() - start));
    }

    private Image image(SourcePage file) throws IOException {
        Image image = file.read(options);
        ImageFiles.requireData(file.file(), image);
        return image;
    }

    /** Reads images whose roles are not known. */
    public SourceImages read(List<SourcePage> files) throws IOException {
        return read(files, Collections.nCopies(files.size(), Optional.empty()));
    }
}
