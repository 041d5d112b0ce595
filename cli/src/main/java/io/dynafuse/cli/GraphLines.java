package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a network with a program of its own declares, in lines for people. */
final class GraphLines {
    private GraphLines() {}

    static List<String> of(GraphFile file) {
        List<String> lines = new ArrayList<>();
        lines.add("file     " + OneLine.of(file.path().toString()));
        lines.add("format   " + file.format().displayName() + ", a program with its numbers; it was read, not run");
        lines.add("sha-256  " + file.sha256());
        file.notes().forEach(note -> lines.add("note     " + OneLine.of(note)));
        file.functions().forEach(function -> lines.add("function " + OneLine.of(words(function))));
        lines.add("network  one of your own: docs/own-network.md says how to fuse with it");
        lines.add(InspectCommand.count(file.tensors()));
        file.tensors().stream().map(InspectCommand::line).forEach(lines::add);
        return lines;
    }

    private static String words(GraphFunction function) {
        String outputs = function.outputs().isEmpty() ? "" : " gives " + ports(function.outputs());
        return function.name() + " takes " + ports(function.inputs()) + outputs;
    }

    private static String ports(List<Port> ports) {
        return ports.stream()
                .map(port -> port.name() + (port.shape().isEmpty() ? "" : " " + shape(port.shape())))
                .collect(Collectors.joining(", "));
    }

    private static String shape(List<Long> shape) {
        return shape.stream()
                .map(size -> size == Port.ANY ? "?" : size.toString())
                .collect(Collectors.joining(",", "[", "]"));
    }
}
