package dev.cairn.engine.property;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A foreign key of the property {@code foreign_key_constraints} as the user writes it: {@code (a,b) REFERENCES t(c,d)}.
 *
 * @param childTableName the name of the referencing table, as written before the columns; empty unless a materialized
 *     view declares the foreign key of one of its tables
 * @param parentTableNameParts the parts of the name of the referenced table
 */
public record ForeignKeyDeclaration(
        String childTableName,
        List<String> columnNames,
        List<String> parentTableNameParts,
        List<String> parentColumnNames) {
    private static final Pattern WRITTEN_FORM_PATTERN = Pattern.compile(
            "[^(]*?([\\w.:-]*)\\s*\\(([\\w\\s,]+)\\)\\s+REFERENCES\\s+([\\w.:-]+)\\s*\\(([\\w\\s,]+)\\).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    public ForeignKeyDeclaration {
        columnNames = List.copyOf(columnNames);
        parentTableNameParts = List.copyOf(parentTableNameParts);
        parentColumnNames = List.copyOf(parentColumnNames);
    }

    /** Parses the value of the property; constraints of another form are omitted. */
    public static List<ForeignKeyDeclaration> parseAll(String constraints) {
        return ConstraintList.split(constraints).stream()
                .flatMap(constraint -> parse(constraint).stream())
                .toList();
    }

    /** Parses a constraint; empty if it has another form. */
    static Optional<ForeignKeyDeclaration> parse(String constraint) {
        Matcher matcher = WRITTEN_FORM_PATTERN.matcher(constraint.strip());
        return matcher.matches()
                ? Optional.of(new ForeignKeyDeclaration(
                        matcher.group(1),
                        ConstraintList.splitNames(matcher.group(2)),
                        List.of(matcher.group(3).split("\\.", 0)),
                        ConstraintList.splitNames(matcher.group(4))))
                : Optional.empty();
    }
}
