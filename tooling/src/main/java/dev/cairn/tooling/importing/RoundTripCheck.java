package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the statement that the record of an object declares, and checks that it creates the same object again: ALTER
 * TABLE can produce definitions that no CREATE TABLE can.
 */
final class RoundTripCheck {
    private final Engine engine;
    private final ServerProfile profile;
    private final Catalog catalog;
    private final Session session;

    RoundTripCheck(ServerProfile profile, Catalog catalog, String database) {
        this.profile = profile;
        this.engine = new Engine(profile);
        this.catalog = catalog;
        this.session = new Session(database);
    }

    /**
     * The statement that creates an object again.
     *
     * @param statement null if no statement creates the object
     * @param differences the parts of the object that the statement does not create, or the reason why there is no
     *     statement
     */
    record CreationStatement<S>(@Nullable S statement, List<String> differences) {
        CreationStatement {
            differences = List.copyOf(differences);
        }
    }

    /** Returns the statement that the record of a table declares. Its constraints do not name the table's database. */
    CreationStatement<CreateTable> chooseCreationStatement(Database database, Table table) {
        CreateTable writtenStatement = ShowCreate.writtenStatement(profile, table);
        CreateTable recordStatement = writtenStatement.withProperties(
                ConstraintTableNames.withoutDatabase(writtenStatement.properties(), database.name()));
        return chooseCreationStatement(
                recordStatement,
                recordStatement.properties(),
                CreateTable::withProperties,
                statement -> applyStatement(
                                database.withoutTable(table.name()),
                                statement.withName(QualifiedName.of(database.name(), table.name())))
                        .findTable(table.name())
                        .map(RoundTripCheck::removeAssumedProperties),
                removeAssumedProperties(table));
    }

    /**
     * Returns the statement that the record of a materialized view declares.
     *
     * @param matchesByName whether the columns of the query have the names of the view's columns
     */
    CreationStatement<CreateMaterializedView> chooseCreationStatement(
            Database database, MaterializedView view, boolean matchesByName) {
        CreateMaterializedView writtenStatement = ShowCreate.writtenStatement(profile, view);
        boolean omitsColumns = matchesByName
                && view.columns().stream().allMatch(column -> column.comment().isEmpty());
        CreateMaterializedView recordStatement = writtenStatement
                .withColumns(omitsColumns ? List.of() : writtenStatement.columns())
                .withProperties(ConstraintTableNames.withoutDatabase(writtenStatement.properties(), database.name()));
        return chooseCreationStatement(
                recordStatement,
                recordStatement.properties(),
                CreateMaterializedView::withProperties,
                statement -> applyStatement(
                                database.withoutMaterializedView(view),
                                statement.withName(QualifiedName.of(database.name(), view.name())))
                        .findMaterializedView(view.name())
                        .map(RoundTripCheck::removeAssumedProperties),
                removeAssumedProperties(view));
    }

    private Database applyStatement(Database databaseWithoutObject, Statement statement) {
        return engine.apply(catalog.withDatabase(databaseWithoutObject), session, statement)
                .catalog()
                .findDatabase(databaseWithoutObject.name())
                .orElseThrow();
    }

    /**
     * Returns the first statement that the server would accept: the statement as it is, or without one of its
     * properties, because the server accepts some properties only in ALTER. If no statement without one property is
     * accepted either, the result has no statement.
     */
    private <S> CreationStatement<S> chooseCreationStatement(
            S writtenStatement,
            List<Property> properties,
            BiFunction<S, List<Property>, S> withProperties,
            Function<S, Optional<SchemaObject>> objectCreator,
            SchemaObject expectedObject) {
        String problem;
        try {
            return new CreationStatement<>(
                    writtenStatement,
                    findMissingLines(
                            expectedObject,
                            objectCreator.apply(writtenStatement).orElseThrow()));
        } catch (Refusal refusal) {
            problem = String.valueOf(refusal.getMessage());
        }
        for (Property property : properties) {
            List<Property> otherProperties = properties.stream()
                    .filter(otherProperty -> !otherProperty.equals(property))
                    .toList();
            S statement = withProperties.apply(writtenStatement, otherProperties);
            if (isAccepted(statement, objectCreator)) {
                return new CreationStatement<>(statement, List.of("the property " + property.name() + ": " + problem));
            }
        }
        return new CreationStatement<>(null, List.of(problem));
    }

    private static <S> boolean isAccepted(S statement, Function<S, Optional<SchemaObject>> objectCreator) {
        try {
            return objectCreator.apply(statement).isPresent();
        } catch (Refusal ignored) {
            return false;
        }
    }

    /**
     * Returns the lines of the expected object that the created object lacks; empty if the objects are equal, even if
     * they are printed differently.
     */
    private List<String> findMissingLines(SchemaObject expectedObject, SchemaObject createdObject) {
        if (createdObject
                .findDifferingParts(expectedObject, profile, QueryMatcher.ofWrittenQueries(profile, session))
                .isEmpty()) {
            return List.of();
        }
        List<String> createdLines = createdObject
                .renderShowCreate(profile)
                .lines()
                .map(RoundTripCheck::stripSeparator)
                .toList();
        List<String> missingLines = new ArrayList<>();
        expectedObject
                .renderShowCreate(profile)
                .lines()
                .map(RoundTripCheck::stripSeparator)
                .filter(line -> !createdLines.contains(line))
                .forEach(missingLines::add);
        return missingLines;
    }

    private static String stripSeparator(String line) {
        return line.strip().replaceFirst("[,;]$", "");
    }

    private static SchemaObject removeAssumedProperties(Table table) {
        return new SchemaObject.TableObject(table.withProperties(removeAssumedProperties(table.properties())));
    }

    private static SchemaObject removeAssumedProperties(MaterializedView view) {
        return new SchemaObject.MaterializedViewObject(view.withProperties(removeAssumedProperties(view.properties())));
    }

    /** Removes the properties that the server assumed. */
    private static StoredProperties removeAssumedProperties(StoredProperties properties) {
        StoredProperties declaredProperties = properties;
        for (String name : properties.settingByName().keySet()) {
            if (properties.settingByName().get(name).isAssumed()) {
                declaredProperties = declaredProperties.withoutProperty(name);
            }
        }
        return declaredProperties;
    }
}
