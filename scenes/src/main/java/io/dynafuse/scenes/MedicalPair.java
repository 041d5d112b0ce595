package io.dynafuse.scenes;

import java.util.List;

/** What lies beside MRI. */
public enum MedicalPair {
    /** Bones. */
    MRI_CT("mri", "ct"),
    /** Metabolism, in colour. */
    MRI_PET("mri", "pet");

    private final List<String> roles;

    MedicalPair(String... roles) {
        this.roles = List.of(roles);
    }

    /** What the two sources are. */
    public List<String> roles() {
        return roles;
    }
}
