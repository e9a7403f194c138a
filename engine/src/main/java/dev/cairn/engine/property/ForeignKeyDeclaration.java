package dev.cairn.engine.property;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A foreign key of the property {@code foreign_key_constraints} as the user writes it: {@code (a,b) REFERENCES t(c,d)}.
 *
 * @param parentTableNameParts the parts of the name of the referenced table
 */
public record ForeignKeyDeclaration(
        List<String> columnNames, List<String> parentTableNameParts, List<String> parentColumnNames) {
    private static final Pattern WRITTEN_FORM_PATTERN = Pattern.compile(
            "[^(]*\\(([\\w\\s,]+)\\)\\s+REFERENCES\\s+([\\w.:-]+)\\s*\\(([\\w\\s,]+)\\).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    public ForeignKeyDeclaration {
        columnNames = List.copyOf(columnNames);
        parentTableNameParts = List.copyOf(parentTableNameParts);
        parentColumnNames = List.copyOf(parentColumnNames);
    }

    /** Parses a constraint; empty if it has another form. */
    public static Optional<ForeignKeyDeclaration> parse(String constraint) {
        Matcher matcher = WRITTEN_FORM_PATTERN.matcher(constraint.strip());
        return matcher.matches()
                ? Optional.of(new ForeignKeyDeclaration(
                        splitNames(matcher.group(1), ","),
                        splitNames(matcher.group(2), "\\."),
                        splitNames(matcher.group(3), ",")))
                : Optional.empty();
    }

    private static List<String> splitNames(String nameList, String separator) {
        return Arrays.stream(nameList.split(separator, 0)).map(String::strip).toList();
    }
}
