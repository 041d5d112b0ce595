package io.dynafuse.web;

/** Ends a call with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static ProblemException of(int status, String detail) {
        return Problem.of(status, detail).exception();
    }

    Problem problem() {
        return problem;
    }
}
