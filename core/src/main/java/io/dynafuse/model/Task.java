package io.dynafuse.model;

/** What kind of sources are fused. */
public enum Task {
    /** A visible and an infrared image. */
    VISIBLE_INFRARED,
    /** MRI with CT, PET or SPECT. */
    MEDICAL,
    /** Several exposures. */
    MULTI_EXPOSURE,
    /** Several focus planes. */
    MULTI_FOCUS
}
