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
 * Checks that the statement of a record creates the same object again. ALTER TABLE allows definitions that no CREATE
 * TABLE produces.
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
     * The statement for an object.
     *
     * @param statement null if no statement creates the object
     * @param missingLines the parts of the object that the statement lacks, or the reason why there is no statement
     */
    record Restatement<S>(@Nullable S statement, List<String> missingLines) {
        Restatement {
            missingLines = List.copyOf(missingLines);
        }
    }

    Restatement<CreateTable> restate(Database database, Table table) {
        CreateTable shownStatement = ShowCreate.writtenStatement(profile, table);
        CreateTable writtenTable = shownStatement.withProperties(
                ConstraintTableNames.withoutDatabase(shownStatement.properties(), database.name()));
        return restate(
                writtenTable,
                writtenTable.properties(),
                CreateTable::withProperties,
                statement -> apply(
                                database.withoutTable(table.name()),
                                statement.withName(QualifiedName.of(database.name(), table.name())))
                        .table(table.name())
                        .map(RoundTripCheck::removeAssumed),
                removeAssumed(table));
    }

    /** @param matchesByName whether the columns of the query have the names of the view's columns */
    Restatement<CreateMaterializedView> restate(Database database, MaterializedView view, boolean matchesByName) {
        CreateMaterializedView shownStatement = ShowCreate.writtenStatement(profile, view);
        boolean omitsColumns = matchesByName
                && view.columns().stream().allMatch(column -> column.comment().isEmpty());
        CreateMaterializedView writtenView = shownStatement
                .withColumns(omitsColumns ? List.of() : shownStatement.columns())
                .withProperties(ConstraintTableNames.withoutDatabase(shownStatement.properties(), database.name()));
        return restate(
                writtenView,
                writtenView.properties(),
                CreateMaterializedView::withProperties,
                statement -> apply(
                                database.withoutMaterializedView(view),
                                statement.withName(QualifiedName.of(database.name(), view.name())))
                        .materializedView(view.name())
                        .map(RoundTripCheck::removeAssumed),
                removeAssumed(view));
    }

    private Database apply(Database databaseWithoutObject, Statement statement) {
        return engine.apply(catalog.withDatabase(databaseWithoutObject), session, statement)
                .catalog()
                .database(databaseWithoutObject.name())
                .orElseThrow();
    }

    /** Tries the statement as it is, then without one of its properties: the server accepts some only in ALTER. */
    private <S> Restatement<S> restate(
            S writtenStatement,
            List<Property> properties,
            BiFunction<S, List<Property>, S> replaceProperties,
            Function<S, Optional<SchemaObject>> createObject,
            SchemaObject expectedObject) {
        String problem;
        try {
            return new Restatement<>(
                    writtenStatement,
                    findMissingLines(
                            expectedObject, createObject.apply(writtenStatement).orElseThrow()));
        } catch (Refusal refusal) {
            problem = String.valueOf(refusal.getMessage());
        }
        for (Property property : properties) {
            List<Property> otherProperties =
                    properties.stream().filter(other -> !other.equals(property)).toList();
            S statement = replaceProperties.apply(writtenStatement, otherProperties);
            if (isAccepted(statement, createObject)) {
                return new Restatement<>(statement, List.of("the property " + property.name() + ": " + problem));
            }
        }
        return new Restatement<>(null, List.of(problem));
    }

    private static <S> boolean isAccepted(S statement, Function<S, Optional<SchemaObject>> createObject) {
        try {
            return createObject.apply(statement).isPresent();
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** Returns the missing lines if the objects differ: equal objects may be printed differently. */
    private List<String> findMissingLines(SchemaObject expectedObject, SchemaObject createdObject) {
        if (createdObject
                .findDifferingParts(expectedObject, profile, QueryMatcher.ofWritten(profile, session))
                .isEmpty()) {
            return List.of();
        }
        List<String> createdLines = createdObject
                .showCreate(profile)
                .lines()
                .map(RoundTripCheck::stripSeparator)
                .toList();
        List<String> missingLines = new ArrayList<>();
        expectedObject
                .showCreate(profile)
                .lines()
                .map(RoundTripCheck::stripSeparator)
                .filter(line -> !createdLines.contains(line))
                .forEach(missingLines::add);
        return missingLines;
    }

    private static String stripSeparator(String line) {
        return line.strip().replaceFirst("[,;]$", "");
    }

    private static SchemaObject removeAssumed(Table table) {
        return new SchemaObject.TableObject(table.withProperties(removeAssumed(table.properties())));
    }

    private static SchemaObject removeAssumed(MaterializedView view) {
        return new SchemaObject.MaterializedViewObject(view.withProperties(removeAssumed(view.properties())));
    }

    /** Removes the properties that the server assumed. */
    private static StoredProperties removeAssumed(StoredProperties properties) {
        StoredProperties declaredProperties = properties;
        for (String name : properties.settings().keySet()) {
            if (properties.settings().get(name).isAssumed()) {
                declaredProperties = declaredProperties.withoutProperty(name);
            }
        }
        return declaredProperties;
    }
}
