package dev.cairn.migration;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Creates, parses and describes the names of migrations, such as {@code V0003AddDiscount}: a number of at least four
 * digits, and the message of the recording in camel case.
 */
public final class MigrationNames {
    /** A number of at most nine digits, which always fits into an int, and the rest of the name. */
    private static final Pattern NAME_PATTERN = Pattern.compile("V(\\d{4,9})(.*)", Pattern.DOTALL);

    private static final Pattern WORD_SEPARATOR_PATTERN = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern WORD_BOUNDARY_PATTERN =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private static final int MIN_DIGITS = 4;

    /** The entities that {@link MigrationSource} writes for characters that the Javadoc can't contain as they are. */
    private static final Pattern HTML_ENTITY_PATTERN = Pattern.compile("&#(\\d{1,5});");

    private MigrationNames() {}

    /**
     * Returns the name for a message: {@code V0003AddDiscount} for {@code add discount}. The name is empty if the
     * message has no ASCII letters or digits, because only these are valid in file names everywhere.
     */
    public static String of(int number, String message) {
        String camelCaseName = toCamelCase(message);
        return camelCaseName.isEmpty() ? "" : numberPrefix(number) + camelCaseName;
    }

    private static String toCamelCase(String message) {
        StringBuilder words = new StringBuilder();
        for (String word : WORD_SEPARATOR_PATTERN.split(message, -1)) {
            if (!word.isEmpty()) {
                words.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return words.toString();
    }

    /** Returns the number at the start of a name; empty if it does not begin with V and four or more digits. */
    public static OptionalInt parseNumber(String name) {
        Matcher matcher = NAME_PATTERN.matcher(name);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** Returns the title for listings: {@code Add discount} for {@code V0003AddDiscount}. */
    public static String toTitle(String name) {
        String nameWithoutNumber = stripNumber(name);
        StringBuilder title = new StringBuilder();
        for (String word : WORD_BOUNDARY_PATTERN.split(nameWithoutNumber, -1)) {
            boolean isAcronym = word.chars().filter(Character::isUpperCase).count() > 1;
            title.append(title.isEmpty() ? "" : " ")
                    .append(title.isEmpty() || isAcronym ? word : word.toLowerCase(Locale.ROOT));
        }
        return title.toString();
    }

    /**
     * Returns the title as it was typed, such as {@code Keep 30 days} for {@code V0003Keep30Days}. If the comment of
     * the migration does not begin with the message that gave the migration its name, returns the title of the name.
     *
     * @param comment the text of the Javadoc comment; empty without a comment
     */
    public static String toTitle(String name, String comment) {
        String firstLine = HTML_ENTITY_PATTERN
                .matcher(comment.strip().lines().findFirst().orElse(""))
                .replaceAll(match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1)))));
        String typedTitle =
                (firstLine.endsWith(".") ? firstLine.substring(0, firstLine.length() - 1) : firstLine).strip();
        // The history is a view, and the server cuts off the text of a view at a character beyond U+FFFF.
        boolean isStorable = typedTitle
                .chars()
                .noneMatch(character -> Character.isISOControl(character) || Character.isSurrogate((char) character));
        return isStorable && toCamelCase(typedTitle).equals(stripNumber(name)) ? typedTitle : toTitle(name);
    }

    /** Returns the name with another number; a name without a number, or with nothing else, gets one at its start. */
    static String renumber(String name, int number) {
        Matcher matcher = NAME_PATTERN.matcher(name);
        return numberPrefix(number) + (matcher.matches() ? matcher.group(2) : name);
    }

    private static String stripNumber(String name) {
        Matcher matcher = NAME_PATTERN.matcher(name);
        return matcher.matches() && !matcher.group(2).isEmpty() ? matcher.group(2) : name;
    }

    /** Returns the beginning of the name of a migration: {@code V0003}. */
    public static String numberPrefix(int number) {
        String digits = Integer.toString(number);
        return "V" + "0".repeat(Math.max(0, MIN_DIGITS - digits.length())) + digits;
    }
}
