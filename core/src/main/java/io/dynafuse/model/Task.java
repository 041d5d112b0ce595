package io.dynafuse.model;

import java.util.Locale;

/** What kind of sources are fused. */
public enum Task {
    /** A visible and an infrared image. */
    VISIBLE_INFRARED,
    /** MRI with CT, PET or SPECT. */
    MEDICAL,
    /** Several exposures. */
    MULTI_EXPOSURE,
    /** Several focus planes. */
    MULTI_FOCUS;

    /** The name as the command writes it, such as {@code visible-infrared}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
