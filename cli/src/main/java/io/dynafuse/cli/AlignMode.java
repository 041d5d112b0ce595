package io.dynafuse.cli;

/** What a fusion does about sources that do not lie on each other. */
enum AlignMode {
    /** It fuses them as they are. */
    NONE,
    /** It aligns them, and stops where that cannot be trusted. */
    REQUIRE,
    /** It aligns them, and fuses them as they are where that cannot be trusted. */
    TRY
}
