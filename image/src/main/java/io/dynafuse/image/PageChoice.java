package io.dynafuse.image;

import java.util.OptionalInt;

/** The choice of the image to read from a file that holds several. */
final class PageChoice {
    private PageChoice() {}

    /**
     * The number of the page to read, from 1. A file of one page is read whatever was chosen.
     *
     * @throws Refusal if there are several and none was chosen, or if there is no such page
     */
    static int of(OptionalInt chosen, int pages) throws Refusal {
        if (pages == 1) {
            return 1;
        }
        if (chosen.isEmpty()) {
            throw new Refusal("holds " + pages + " pages; --page 1 to --page " + pages
                    + " chooses one, and fuse takes all as sources where it is the only input");
        }
        if (chosen.getAsInt() > pages) {
            throw new Refusal("holds " + pages + " pages; there is no --page " + chosen.getAsInt());
        }
        return chosen.getAsInt();
    }
}
