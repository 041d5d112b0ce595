package io.dynafuse.scenes;

import java.util.List;

/** The modality that is paired with MRI. */
public enum MedicalPair {
    /** Bones. */
    MRI_CT("mri", "ct"),
    /** Metabolism, in colour. */
    MRI_PET("mri", "pet");

    private final List<String> roles;

    MedicalPair(String... roles) {
        this.roles = List.of(roles);
    }

    /** The roles of the two sources. */
    public List<String> roles() {
        return roles;
    }
}
