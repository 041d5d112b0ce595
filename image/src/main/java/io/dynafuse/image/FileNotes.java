package io.dynafuse.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a file holds that is not used, one line for each thing.
 *
 * @param content about image content: further pictures, bands, pages
 * @param metadata about descriptions of the picture
 */
record FileNotes(List<String> content, List<String> metadata) {
    static final FileNotes NONE = new FileNotes(List.of(), List.of());

    FileNotes {
        content = List.copyOf(content);
        metadata = List.copyOf(metadata);
    }

    List<String> all() {
        return Stream.concat(content.stream(), metadata.stream()).toList();
    }
}
