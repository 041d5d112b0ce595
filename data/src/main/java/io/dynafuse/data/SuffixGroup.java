package io.dynafuse.data;

import io.dynafuse.data.ImageSuffix.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The images of one folder that may be the sources of one scene: their names are equal but for their suffixes. */
record SuffixGroup(String scene, List<ImageSuffix> images) {
    private static final int MOST_NUMBERED = 9;

    SuffixGroup {
        images = List.copyOf(images);
    }

    static List<SuffixGroup> of(List<ImageSuffix> images) {
        return images.stream()
                .collect(Collectors.groupingBy(ImageSuffix::scene, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> new SuffixGroup(group.getKey(), group.getValue()))
                .toList();
    }

    List<String> roles() {
        return images.stream().map(ImageSuffix::role).distinct().toList();
    }

    List<String> roles(Kind kind) {
        return images.stream()
                .filter(image -> image.kind() == kind)
                .map(ImageSuffix::role)
                .distinct()
                .toList();
    }

    /** Whether letters run from A, or there are words; a single D of day is no source. */
    boolean hasCapitals() {
        List<String> roles = roles();
        List<String> letters = roles.stream().filter(Roles::isLetter).sorted().toList();
        boolean run = IntStream.range(0, letters.size())
                .allMatch(i -> letters.get(i).equals(String.valueOf((char) ('a' + i))));
        return roles.size() >= 2 && run;
    }

    /** Whether numbers run from 0 or 1 without a gap, and no further than a digit. */
    boolean isNumbered() {
        int[] numbers = roles().stream().mapToInt(Integer::parseInt).sorted().toArray();
        return numbers.length >= 2
                && numbers.length <= MOST_NUMBERED
                && numbers[0] <= 1
                && numbers[numbers.length - 1] - numbers[0] == numbers.length - 1;
    }

    /** The images of one role, more than one if their extensions or cases differ. */
    List<Path> filesOf(String role) {
        return images.stream()
                .filter(image -> image.role().equals(role))
                .map(ImageSuffix::image)
                .toList();
    }
}
