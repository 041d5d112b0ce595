package io.dynafuse.cli;

import io.dynafuse.preparation.SourceImages;
import io.dynafuse.task.Role;
import io.dynafuse.task.RoleGuess;
import io.dynafuse.task.Task;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that says what each image is to the scene. */
final class RolesOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--roles",
            paramLabel = "ROLE,ROLE",
            split = ",",
            description =
                    "What each image is, in their order, such as visible,infrared or mri,pet or under,over; also says"
                            + " the task. Taken from what the images show, as far as they do, if not given.")
    private List<Role> roles = List.of();

    boolean isGiven() {
        return !roles.isEmpty();
    }

    /** The task whose sources have these roles; of roles that make sense. */
    Optional<Task> task() {
        return roles.stream().findFirst().map(Role::task);
    }

    void requireSense(int sources, Optional<Task> given) {
        Usage.require(
                command,
                !isGiven() || roles.size() == sources,
                "--roles: expected one for each of the " + sources + " images, found " + roles.size());
        Usage.require(
                command,
                roles.stream().distinct().count() == roles.size(),
                "--roles: expected roles that differ, found " + words());
        Usage.require(
                command,
                roles.stream().map(Role::task).distinct().count() <= 1,
                "--roles: expected roles of one task, found " + words());
        Usage.require(
                command,
                given.isEmpty() || task().isEmpty() || given.equals(task()),
                "--roles: " + words() + " are of the task "
                        + task().map(Task::word).orElse("") + ", but --task says "
                        + given.map(Task::word).orElse("") + "; expected roles of one task");
    }

    private String words() {
        return String.join(",", roles.stream().map(Role::word).toList());
    }

    /** The roles of so many images, as far as somebody said. */
    List<Optional<Role>> of(int images) {
        return isGiven() ? roles.stream().map(Optional::of).toList() : Collections.nCopies(images, Optional.empty());
    }

    /** The images in the roles that they show where nobody said. */
    SourceImages completed(SourceImages images, Optional<Task> task) {
        return isGiven() || task.isEmpty() ? images : images.inRoles(RoleGuess.of(task.get(), images.images()));
    }
}
