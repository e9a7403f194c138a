package dev.cairn.processor.model;

import dev.cairn.engine.property.ForeignKeyText;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.processor.model.DataTestDeclaration.ColumnRequirement;
import dev.cairn.processor.model.DataTestDeclaration.Kind;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The data tests of a table that follow from its declaration: those of constraints, on which the optimizer may rely but which the server does
 * not enforce, and those of columns with an enum. Mistakes in the declaration are reported where it is checked.
 */
public record ImpliedDataTests(TestedObject object, CreateTable table) {
    /** Returns the tests of columns that exist. */
    public List<DataTestDeclaration> tests() {
        return Stream.of(
                        constraints(KnownProperty.UNIQUE_CONSTRAINTS, this::unique),
                        constraints(KnownProperty.FOREIGN_KEY_CONSTRAINTS, this::foreignKey),
                        object.columns().stream().flatMap(this::constants))
                .flatMap(Function.identity())
                .toList();
    }

    /** A constraint, and the place of its property. */
    private record Constraint(String text, Place place) {}

    private Stream<DataTestDeclaration> constraints(
            KnownProperty knownProperty, Function<Constraint, Stream<DataTestDeclaration>> test) {
        return table.properties().stream()
                .filter(property -> knownProperty.is(property.name()))
                .flatMap(ImpliedDataTests::constraints)
                .flatMap(test);
    }

    private static Stream<Constraint> constraints(Property property) {
        return Arrays.stream(property.value().split(";", 0))
                .map(text -> new Constraint(text, Place.of(property.span())));
    }

    private Stream<DataTestDeclaration> unique(Constraint constraint) {
        List<String> columns = Arrays.stream(constraint.text.split(",", 0))
                .map(column -> column.substring(column.lastIndexOf('.') + 1).strip())
                .toList();
        return !exist(columns) || isUniqueByKey(columns)
                ? Stream.of()
                : Stream.of(test(
                        TestedObject.uniqueName(columns), constraint.place, object.duplicates(columns), Kind.UNIQUE));
    }

    /** The server has one row for each key, unless the key only sorts. */
    private boolean isUniqueByKey(List<String> columns) {
        KeyClause key = table.key();
        return key != null
                && key.model() != KeyModel.DUPLICATE
                && key.columns().stream().allMatch(name -> columns.stream().anyMatch(name::is));
    }

    private Stream<DataTestDeclaration> foreignKey(Constraint constraint) {
        return ForeignKeyText.parse(constraint.text)
                .filter(key -> exist(key.columns())
                        && key.columns().size() == key.references().size())
                .map(key -> foreignKey(key, constraint.place))
                .stream();
    }

    private DataTestDeclaration foreignKey(ForeignKeyText key, Place place) {
        QualifiedName other = QualifiedName.of(key.table().toArray(String[]::new));
        return test(
                TestedObject.referenceName(key.columns(), other, key.references()),
                place,
                object.orphans(key.columns(), other, key.references()),
                Kind.REFERENCES);
    }

    private Stream<DataTestDeclaration> constants(DeclaredColumn column) {
        return column.type() instanceof JavaType.Enumeration type
                        && !type.constants().isEmpty()
                ? Stream.of(test(
                        column.name() + " is a " + type.name().simpleName(),
                        column.place(),
                        object.otherValues(column.name(), type.constants()),
                        Kind.VALUES))
                : Stream.of();
    }

    private boolean exist(List<String> columns) {
        return columns.stream().allMatch(name -> object.column(name).isPresent());
    }

    private static DataTestDeclaration test(String name, Place place, String sql, Kind kind) {
        return new DataTestDeclaration(name, place, sql, new ColumnRequirement(kind, true));
    }
}
