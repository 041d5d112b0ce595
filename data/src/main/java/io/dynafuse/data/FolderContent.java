package io.dynafuse.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies in a folder, in natural order; what is hidden, or neither image nor folder, is not seen.
 *
 * @param images by their extensions
 */
record FolderContent(Path folder, List<Path> images, List<Path> folders) {
    private static final Comparator<Path> BY_NAME = Comparator.comparing(FolderContent::name, NaturalOrder.INSTANCE);

    /** @throws IOException if there is no such folder or it cannot be listed */
    static FolderContent of(Path folder) throws IOException {
        List<Path> visible;
        try (Stream<Path> files = Files.list(folder)) {
            visible = files.filter(file -> !name(file).startsWith("."))
                    .sorted(BY_NAME)
                    .toList();
        } catch (NotDirectoryException e) {
            throw new IOException(folder + ": is a file; expected a folder", e);
        } catch (NoSuchFileException e) {
            throw new IOException(folder + ": there is no such folder", e);
        } catch (AccessDeniedException e) {
            throw new IOException(folder + ": is closed to reading", e);
        }
        return new FolderContent(
                folder,
                visible.stream()
                        .filter(file -> ImageFolder.isImage(name(file)) && !Files.isDirectory(file))
                        .toList(),
                visible.stream().filter(Files::isDirectory).toList());
    }

    static String name(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }

    /** The name of an image without its extension. */
    static String stem(Path image) {
        String name = name(image);
        return name.substring(0, name.lastIndexOf('.'));
    }
}
