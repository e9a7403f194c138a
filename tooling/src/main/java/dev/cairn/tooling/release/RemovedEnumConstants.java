package dev.cairn.tooling.release;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The constants of an enum that a previous release could write, but the current release no longer has. A column may
 * still contain them.
 *
 * @param previousConstants the constants of the previous release
 * @param removedNames the names of the removed constants
 * @param addedNames the names of the new constants; one of them may be the new name of a removed constant
 */
public record RemovedEnumConstants(
        ReleasedConstants previousConstants, List<String> removedNames, List<String> addedNames) {
    public RemovedEnumConstants {
        removedNames = List.copyOf(removedNames);
        addedNames = List.copyOf(addedNames);
    }

    /** Returns the removed constants of each column that has an enum both before and after. */
    public static List<RemovedEnumConstants> find(
            List<ReleasedConstants> allPreviousConstants, List<ReleasedConstants> allCurrentConstants) {
        List<RemovedEnumConstants> removedConstants = new ArrayList<>();
        for (ReleasedConstants previousConstants : allPreviousConstants) {
            for (ReleasedConstants currentConstants : allCurrentConstants) {
                if (currentConstants.object().equals(previousConstants.object())
                        && currentConstants.column().equalsIgnoreCase(previousConstants.column())
                        && currentConstants.path().equals(previousConstants.path())) {
                    List<String> removedNames = subtract(previousConstants.constants(), currentConstants.constants());
                    if (!removedNames.isEmpty()) {
                        removedConstants.add(new RemovedEnumConstants(
                                previousConstants,
                                removedNames,
                                subtract(currentConstants.constants(), previousConstants.constants())));
                    }
                }
            }
        }
        return removedConstants;
    }

    private static List<String> subtract(List<String> constants, List<String> subtractedConstants) {
        return constants.stream()
                .filter(constant -> !subtractedConstants.contains(constant))
                .toList();
    }

    /** Returns the query that counts the rows with a removed constant. */
    public String renderCountQuery() {
        return "SELECT count(*) FROM " + renderTableName() + " WHERE " + renderCondition();
    }

    /**
     * Returns the UPDATE that replaces the removed constant with the added constant; empty unless there is exactly one
     * of each, and the values of the column are the constants themselves.
     */
    public Optional<String> renderRenameStatement() {
        boolean isRename = removedNames.size() == 1
                && addedNames.size() == 1
                && previousConstants.path().isEmpty();
        return isRename
                ? Optional.of("UPDATE " + renderTableName() + " SET " + Name.quoteIfNeeded(previousConstants.column())
                        + " = " + quoteText(addedNames.get(0)) + " WHERE " + renderCondition())
                : Optional.empty();
    }

    private String renderTableName() {
        ObjectName tableName = previousConstants.object();
        return QualifiedName.of(tableName.database(), tableName.name()).minimalSql();
    }

    private String renderCondition() {
        String joinedLiterals =
                removedNames.stream().map(RemovedEnumConstants::quoteText).collect(Collectors.joining(", "));
        NestedValueExpression values = NestedValueExpression.of(previousConstants.column(), previousConstants.path());
        if (values.isArray()) {
            return "arrays_overlap(" + values.sql() + ", [" + joinedLiterals + "])";
        }
        return removedNames.size() == 1
                ? values.sql() + " = " + joinedLiterals
                : values.sql() + " IN (" + joinedLiterals + ")";
    }

    private static String quoteText(String constant) {
        return "'" + constant + "'";
    }
}
