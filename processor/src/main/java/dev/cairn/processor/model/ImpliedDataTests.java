package dev.cairn.processor.model;

import dev.cairn.engine.property.ForeignKeyDeclaration;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.processor.model.DataTestDeclaration.ColumnRequirement;
import dev.cairn.processor.model.DataTestDeclaration.Kind;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The data tests that follow from the declaration of a table: one for each constraint, which the optimizer may trust
 * but which the server does not enforce, and one for each column with an enum. The check of the table reports problems
 * of the declaration.
 */
public record ImpliedDataTests(TestedObject testedObject, CreateTable table) {
    /** Creates the tests. A constraint that names an unknown column does not result in a test. */
    public List<DataTestDeclaration> createTests() {
        return Stream.of(
                        createConstraintTests(
                                KnownProperty.UNIQUE_CONSTRAINTS,
                                UniqueConstraints::parseColumnNames,
                                this::createUniqueTests),
                        createConstraintTests(
                                KnownProperty.FOREIGN_KEY_CONSTRAINTS,
                                ForeignKeyDeclaration::parseAll,
                                this::createForeignKeyTests),
                        testedObject.columns().stream().flatMap(this::createEnumTests))
                .flatMap(Function.identity())
                .toList();
    }

    /**
     * Creates the tests for the constraints of a property.
     *
     * @param toTests creates the tests of a constraint, which is declared at a place
     */
    private <C> Stream<DataTestDeclaration> createConstraintTests(
            KnownProperty knownProperty,
            Function<String, List<C>> constraintParser,
            BiFunction<C, Place, Stream<DataTestDeclaration>> toTests) {
        return table.properties().stream()
                .filter(property -> knownProperty.isNamed(property.name()))
                .flatMap(property -> constraintParser.apply(property.value()).stream()
                        .flatMap(constraint -> toTests.apply(constraint, Place.of(property.span()))));
    }

    private Stream<DataTestDeclaration> createUniqueTests(List<String> columnNames, Place place) {
        return !containsColumns(columnNames) || isUniqueByKey(columnNames)
                ? Stream.of()
                : Stream.of(createTest(
                        TestedObject.uniqueTestName(columnNames),
                        place,
                        testedObject.duplicatesQuery(columnNames),
                        Kind.UNIQUE));
    }

    /**
     * Returns whether the columns contain the whole key of a table that stores at most one row for each key. A
     * DUPLICATE KEY only sorts the rows.
     */
    private boolean isUniqueByKey(List<String> columnNames) {
        KeyClause keyClause = table.key();
        return keyClause != null
                && keyClause.model() != KeyModel.DUPLICATE
                && keyClause.columns().stream()
                        .allMatch(name -> columnNames.stream().anyMatch(name::equalsIgnoreCase));
    }

    private Stream<DataTestDeclaration> createForeignKeyTests(ForeignKeyDeclaration foreignKey, Place place) {
        return containsColumns(foreignKey.columnNames())
                        && foreignKey.columnNames().size()
                                == foreignKey.parentColumnNames().size()
                ? Stream.of(createForeignKeyTest(foreignKey, place))
                : Stream.of();
    }

    private DataTestDeclaration createForeignKeyTest(ForeignKeyDeclaration foreignKey, Place place) {
        QualifiedName parentTableName =
                QualifiedName.of(foreignKey.parentTableNameParts().toArray(String[]::new));
        return createTest(
                TestedObject.referenceTestName(
                        foreignKey.columnNames(), parentTableName, foreignKey.parentColumnNames()),
                place,
                testedObject.orphansQuery(foreignKey.columnNames(), parentTableName, foreignKey.parentColumnNames()),
                Kind.REFERENCES);
    }

    private Stream<DataTestDeclaration> createEnumTests(DeclaredColumn column) {
        return column.javaType() instanceof JavaType.Enumeration enumType
                        && !enumType.constants().isEmpty()
                ? Stream.of(createTest(
                        column.name() + " is a " + enumType.name().simpleName(),
                        column.place(),
                        testedObject.unknownValuesQuery(column.name(), enumType.constants()),
                        Kind.VALUES))
                : Stream.of();
    }

    private boolean containsColumns(List<String> columnNames) {
        return columnNames.stream()
                .allMatch(name -> testedObject.findColumn(name).isPresent());
    }

    private static DataTestDeclaration createTest(String name, Place place, String sql, Kind kind) {
        return new DataTestDeclaration(name, place, sql, new ColumnRequirement(kind, true));
    }
}
