package io.dynafuse.cli;

import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.preparation.SourcePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The images that a command line names: those of files, or the pages of the only file. */
final class GivenPages {
    private GivenPages() {}

    /**
     * Two images or more.
     *
     * @throws picocli.CommandLine.ParameterException if there are fewer
     * @throws IOException if the only file cannot be read
     */
    static List<SourcePage> of(CommandSpec command, List<Path> sources, ReadOptions reading) throws IOException {
        if (sources.size() > 1) {
            return SourcePage.of(sources, reading);
        }
        List<SourcePage> all = pagesOfOnly(sources.get(0));
        Usage.require(
                command,
                all.size() >= 2,
                "expected 2 or more source images, found 1; a folder or a YAML file would stand for many scenes, and a"
                        + " file of several pages for its pages");
        Usage.require(
                command,
                reading.page().isEmpty(),
                "--page: takes one of the " + all.size() + " pages of " + sources.get(0)
                        + ", but 2 or more source images are expected; all pages are taken without it");
        return all;
    }

    /** The pages of the file; none if it is not of a format with pages. */
    private static List<SourcePage> pagesOfOnly(Path file) throws IOException {
        try {
            return SourcePage.all(file);
        } catch (ImageException e) {
            if (Files.exists(file)
                    && ImageFormat.ofName(file).filter(ImageFormat::holdsPages).isPresent()) {
                throw e;
            }
            return List.of();
        }
    }
}
