package dev.cairn.embedded.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Lists the existing names that are most similar to an unknown one, as the server does in its error about an unknown
 * variable.
 */
final class SimilarNames {
    private static final int MAX_NAMES = 3;

    private SimilarNames() {}

    /** A name with its edit distance from the unknown name. */
    private record Candidate(String name, int distance) {}

    /** Returns up to three names, each in quotes and all of them in braces, with the most similar name first. */
    static String render(String unknownName, Collection<String> names) {
        return names.stream()
                .map(name -> new Candidate(name, editDistance(unknownName, name)))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MAX_NAMES)
                .map(candidate -> "'" + candidate.name() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Returns the Levenshtein distance: the smallest number of characters to insert, delete or replace. */
    private static int editDistance(String left, String right) {
        int[] previousRow = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previousRow[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] currentRow = new int[right.length() + 1];
            currentRow[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int replacementCost =
                        previousRow[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                currentRow[column] =
                        Math.min(replacementCost, 1 + Math.min(previousRow[column], currentRow[column - 1]));
            }
            previousRow = currentRow;
        }
        return previousRow[right.length()];
    }
}
