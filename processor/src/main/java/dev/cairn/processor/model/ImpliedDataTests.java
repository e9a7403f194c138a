package dev.cairn.processor.model;

import dev.cairn.engine.property.ForeignKeyDeclaration;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DataTestDeclaration.ColumnsRule;
import dev.cairn.processor.model.DataTestDeclaration.Kind;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The data tests that follow from the declaration of a table: one for each constraint, and one for each column with an
 * enum. A server does not enforce a constraint, but its optimizer may trust it. {@code TableCheck} reports the mistakes
 * of a constraint.
 */
public record ImpliedDataTests(TestedObject testedObject, CreateTable table) {
    /** Creates the tests. There is no test of a constraint with a mistake, nor of one that a key already enforces. */
    public List<DataTestDeclaration> createTests() {
        return Stream.of(
                        createConstraintTests(
                                KnownProperty.UNIQUE_CONSTRAINTS,
                                UniqueConstraints::parseColumnNames,
                                this::createUniqueTest),
                        createConstraintTests(
                                KnownProperty.FOREIGN_KEY_CONSTRAINTS,
                                ForeignKeyDeclaration::parseAll,
                                this::createForeignKeyTest),
                        testedObject.columns().stream()
                                .map(this::createEnumTest)
                                .flatMap(Optional::stream))
                .flatMap(Function.identity())
                .toList();
    }

    /**
     * Creates the tests for the constraints of a property.
     *
     * @param testCreator creates the test of a constraint, given the constraint and the place of its property
     */
    private <C> Stream<DataTestDeclaration> createConstraintTests(
            KnownProperty knownProperty,
            Function<String, List<C>> constraintParser,
            BiFunction<C, Place, Optional<DataTestDeclaration>> testCreator) {
        return table.properties().stream()
                .filter(property -> knownProperty.isNamed(property.name()))
                .flatMap(property -> constraintParser.apply(property.value()).stream()
                        .flatMap(constraint -> testCreator.apply(constraint, Place.of(property.span())).stream()));
    }

    private Optional<DataTestDeclaration> createUniqueTest(List<String> columnNames, Place place) {
        return containsColumns(columnNames) && !isUniqueByKey(columnNames)
                ? Optional.of(createTest(
                        TestedObject.uniqueTestName(columnNames),
                        place,
                        testedObject.duplicatesQuery(columnNames),
                        Kind.UNIQUE))
                : Optional.empty();
    }

    /** Returns whether the columns contain the whole key of a table that stores at most one row for each key. */
    private boolean isUniqueByKey(List<String> columnNames) {
        KeyClause keyClause = table.key();
        return keyClause != null
                && keyClause.model() != KeyModel.DUPLICATE // such a key only sorts the rows
                && keyClause.columns().stream()
                        .allMatch(name -> columnNames.stream().anyMatch(name::equalsIgnoreCase));
    }

    private Optional<DataTestDeclaration> createForeignKeyTest(ForeignKeyDeclaration foreignKey, Place place) {
        if (!containsColumns(foreignKey.columnNames())
                || foreignKey.columnNames().size()
                        != foreignKey.parentColumnNames().size()) {
            return Optional.empty();
        }
        QualifiedName parentTableName =
                QualifiedName.of(foreignKey.parentTableNameParts().toArray(String[]::new));
        return Optional.of(createTest(
                TestedObject.referenceTestName(
                        foreignKey.columnNames(), parentTableName, foreignKey.parentColumnNames()),
                place,
                testedObject.orphansQuery(foreignKey.columnNames(), parentTableName, foreignKey.parentColumnNames()),
                Kind.REFERENCES));
    }

    private Optional<DataTestDeclaration> createEnumTest(DeclaredColumn column) {
        return column.javaType() instanceof JavaType.Enumeration enumType
                        && !enumType.constants().isEmpty()
                ? Optional.of(createTest(
                        column.name() + " is a " + enumType.name().simpleName(),
                        column.place(),
                        testedObject.unknownValuesQuery(column.name(), enumType.constants()),
                        Kind.VALUES))
                : Optional.empty();
    }

    private boolean containsColumns(List<String> columnNames) {
        return columnNames.stream()
                .allMatch(name -> testedObject.findColumn(name).isPresent());
    }

    private static DataTestDeclaration createTest(String name, Place place, String sql, Kind kind) {
        return new DataTestDeclaration(name, place, sql, new ColumnsRule(kind, true));
    }
}
