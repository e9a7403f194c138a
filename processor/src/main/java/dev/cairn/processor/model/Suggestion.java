package dev.cairn.processor.model;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Suggests existing names for unknown ones, by the number of letters that differ, ignoring case and underscores. If no
 * name is similar, lists the existing names, unless there are many.
 */
public final class Suggestion {
    /** The maximum number of names that a message lists. */
    private static final int MAX_LISTED_NAME_COUNT = 8;

    private Suggestion() {}

    /**
     * Renders the nearest name as the end of a message. If no name is near, renders all names or, if there are many,
     * only a general remedy.
     */
    public static String renderSuffix(String unknownName, Collection<String> names) {
        return renderSuffix(unknownName, names, renderNamesSuffix(names));
    }

    /**
     * Renders the new name as the end of a message if the unknown name is a previous name; otherwise the nearest name.
     */
    public static String renderColumnSuffix(String unknownName, Collection<DeclaredColumn> columns) {
        for (DeclaredColumn column : columns) {
            PreviousName previousName = column.previousName();
            if (previousName != null && previousName.name().equalsIgnoreCase(unknownName)) {
                return renderRenameSuffix(column.name());
            }
        }
        return renderSuffix(
                unknownName, columns.stream().map(DeclaredColumn::name).toList());
    }

    /** Renders the new name of a renamed object or column as the end of a message. */
    public static String renderRenameSuffix(String newName) {
        return "; it was renamed to '" + newName + "'";
    }

    /** Renders the nearest name as the end of a message; returns the default suffix if no name is near. */
    public static String renderSuffix(String unknownName, Collection<String> names, String defaultSuffix) {
        return findNearest(unknownName, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(defaultSuffix);
    }

    /**
     * Renders the nearest one of the values that a setting accepts, as the end of a message; all values if no value is
     * near.
     */
    public static String renderValueSuffix(String unknownValue, Collection<String> values) {
        return renderSuffix(unknownValue, values, "; it is one of " + String.join(", ", values));
    }

    private static String renderNamesSuffix(Collection<String> names) {
        if (names.isEmpty() || names.size() > MAX_LISTED_NAME_COUNT) {
            return "; correct its name, or remove it";
        }
        List<String> quotedNames = names.stream().map(name -> "'" + name + "'").toList();
        return quotedNames.size() == 1
                ? "; the only existing one is " + quotedNames.get(0)
                : "; the existing ones are " + String.join(", ", quotedNames.subList(0, quotedNames.size() - 1))
                        + " and " + quotedNames.get(quotedNames.size() - 1);
    }

    /**
     * Returns the name with the smallest edit distance from the unknown one, if the distance is small enough for a
     * typing error. An equal name is skipped, because the unknown name may exist in another place.
     */
    public static Optional<String> findNearest(String unknownName, Collection<String> names) {
        String normalizedName = normalize(unknownName);
        // Any letter is one change away from any other, so nothing is similar to a name of one letter.
        int maxDistance = normalizedName.length() == 1 ? 0 : Math.max(1, normalizedName.length() / 3);
        String nearestName = null;
        for (String name : names) {
            int distance = computeEditDistance(normalizedName, normalize(name), maxDistance);
            if (distance <= maxDistance && !name.equals(unknownName)) {
                nearestName = name;
                maxDistance = distance - 1;
            }
        }
        return Optional.ofNullable(nearestName);
    }

    /** Returns the form in which names are compared; it is the same for the Java and the SQL spelling of a name. */
    public static String normalize(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the number of letters to insert, delete or replace, and of neighbors to swap, to turn one name into the
     * other (the restricted Damerau-Levenshtein distance); {@code maxDistance + 1} if the lengths of the names differ
     * by more than {@code maxDistance}.
     */
    private static int computeEditDistance(String source, String target, int maxDistance) {
        if (Math.abs(source.length() - target.length()) > maxDistance) {
            return maxDistance + 1;
        }
        int[] rowBeforeLast = new int[target.length() + 1];
        int[] lastRow = new int[target.length() + 1];
        for (int j = 0; j <= target.length(); j++) {
            lastRow[j] = j;
        }
        for (int i = 1; i <= source.length(); i++) {
            int[] currentRow = new int[target.length() + 1];
            currentRow[0] = i;
            for (int j = 1; j <= target.length(); j++) {
                int substitutionCost = source.charAt(i - 1) == target.charAt(j - 1) ? 0 : 1;
                currentRow[j] =
                        Math.min(Math.min(currentRow[j - 1], lastRow[j]) + 1, lastRow[j - 1] + substitutionCost);
                if (i > 1 && j > 1 && isTransposition(source, i, target, j)) {
                    currentRow[j] = Math.min(currentRow[j], rowBeforeLast[j - 2] + 1);
                }
            }
            rowBeforeLast = lastRow;
            lastRow = currentRow;
        }
        return lastRow[target.length()];
    }

    private static boolean isTransposition(String source, int sourceEnd, String target, int targetEnd) {
        return source.charAt(sourceEnd - 1) == target.charAt(targetEnd - 2)
                && source.charAt(sourceEnd - 2) == target.charAt(targetEnd - 1);
    }
}
