package io.dynafuse.detection.annotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which format lies in a folder, by the extensions of its files. */
final class TruthPlace {
    private static final String EXPECTED =
            "expected a folder of Pascal VOC files (.xml) or YOLO files (.txt), or a COCO file (.json)";

    private TruthPlace() {}

    static Truths read(Path place, List<String> classes) throws IOException {
        if (!Files.exists(place)) {
            throw new AnnotationException(place, "there is no such file or folder; " + EXPECTED);
        }
        if (!Files.isDirectory(place)) {
            if (!extension(place).equals("json")) {
                throw new AnnotationException(place, "is a file; " + EXPECTED);
            }
            return CocoTruths.read(place);
        }
        Map<String, List<Path>> files = files(place);
        return switch (String.join(" ", files.keySet())) {
            case "json" -> CocoTruths.read(onlyOne(place, files.get("json")));
            case "txt" -> YoloTruths.of(byStem(files.get("txt")), ClassNames.find(place, classes));
            case "xml" -> PascalVocTruths.of(byStem(files.get("xml")));
            case "" -> throw new AnnotationException(place, "holds none of these; " + EXPECTED);
            default ->
                throw new AnnotationException(
                        place, "holds files of several formats, " + counted(files) + "; " + EXPECTED);
        };
    }

    /** Files that could be truths, by extension. */
    private static Map<String, List<Path>> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            !ClassNames.isClassNames(file) && !name(file).startsWith("."))
                    .filter(file -> List.of("json", "txt", "xml").contains(extension(file)))
                    .sorted()
                    .collect(Collectors.groupingBy(TruthPlace::extension, TreeMap::new, Collectors.toList()));
        }
    }

    private static Path onlyOne(Path folder, List<Path> files) throws IOException {
        if (files.size() > 1) {
            throw new AnnotationException(
                    folder, "holds " + files.size() + " files of JSON; expected one of them: " + files.get(0) + ", …");
        }
        return files.get(0);
    }

    private static String counted(Map<String, List<Path>> files) {
        return files.entrySet().stream()
                .map(each -> each.getValue().size() + " ." + each.getKey())
                .collect(Collectors.joining(" and "));
    }

    private static Map<String, Path> byStem(List<Path> files) {
        return Collections.unmodifiableMap(
                files.stream().collect(Collectors.toMap(TruthPlace::stem, file -> file, (a, b) -> a, TreeMap::new)));
    }

    /** The name of a file without its extension. */
    static String stem(Path file) {
        return stem(name(file));
    }

    /** The same of a path in a file, whatever the system it was written on. */
    static String stem(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String extension(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String name(Path file) {
        return file.getFileName() == null ? "" : file.getFileName().toString();
    }
}
