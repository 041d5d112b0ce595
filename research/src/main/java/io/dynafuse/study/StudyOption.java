package io.dynafuse.study;

/** What can be said to some studies and means nothing to others. */
public enum StudyOption {
    /** {@link StudySubject#source}. */
    SOURCE,
    /** {@link StudySubject#corruptions}. */
    CORRUPTION,
    /** {@link StudySubject#seed}. */
    SEED,
    /** {@link StudySubject#scenesFolder}. */
    SCENES
}
