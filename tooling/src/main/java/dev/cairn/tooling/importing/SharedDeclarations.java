package dev.cairn.tooling.importing;

import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.Arrays;
import java.util.List;

/**
 * The properties and the allowed warnings that all records of a schema have in common, which its root declares once.
 *
 * @param properties the common properties, except properties with a dedicated annotation
 * @param warningCodes the codes of warnings about tables
 */
record SharedDeclarations(List<Property> properties, List<String> warningCodes) {
    SharedDeclarations {
        properties = List.copyOf(properties);
        warningCodes = List.copyOf(warningCodes);
    }

    /** Returns the declarations that all objects to which they can apply have in common, if there are at least two. */
    static SharedDeclarations of(ServerProfile profile, List<Statement> statements) {
        List<List<Property>> propertyLists = statements.stream()
                .flatMap(statement -> DefaultProperties.findDeclaredProperties(statement).stream())
                .toList();
        List<List<String>> warningLists = statements.stream()
                .filter(CreateTable.class::isInstance)
                .map(table -> AllowedWarningCollector.collectCodes((CreateTable) table, profile))
                .toList();
        return new SharedDeclarations(
                findCommonItems(propertyLists).stream()
                        .filter(property -> !hasDedicatedAnnotation(property))
                        .toList(),
                findCommonItems(warningLists));
    }

    private static <T> List<T> findCommonItems(List<List<T>> lists) {
        return lists.size() < 2
                ? List.of()
                : lists.get(0).stream()
                        .filter(item -> lists.stream().allMatch(list -> list.contains(item)))
                        .toList();
    }

    private static boolean hasDedicatedAnnotation(Property property) {
        return Arrays.stream(AnnotatedProperty.values())
                .anyMatch(annotatedProperty -> annotatedProperty.propertyName().equals(property.name()));
    }

    /** Returns the properties that are not shared, so that the record itself declares them. */
    List<Property> selectUnsharedProperties(List<Property> recordProperties) {
        return recordProperties.stream()
                .filter(property -> !properties.contains(property))
                .toList();
    }

    /** Returns the codes of the warnings that are not shared, so that the record itself allows them. */
    List<String> selectUnsharedWarnings(List<String> recordWarnings) {
        return recordWarnings.stream()
                .filter(code -> !warningCodes.contains(code))
                .toList();
    }
}
