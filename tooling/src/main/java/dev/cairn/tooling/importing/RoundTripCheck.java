package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectDifference;
import dev.cairn.plan.part.QueryMatch;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether the statement that a record says makes the same object again. ALTER TABLE allows what CREATE TABLE does not, and
 * some of what it leaves no statement can say.
 */
final class RoundTripCheck {
    private static final Set<String> CONSTRAINTS = Set.of("unique_constraints", "foreign_key_constraints");

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
     * What a statement can say of an object.
     *
     * @param statement null where none makes it
     * @param lost what the object has and the statement does not say, or why there is none
     */
    record Said<S>(@Nullable S statement, List<String> lost) {
        Said {
            lost = List.copyOf(lost);
        }
    }

    Said<CreateTable> of(Database database, Table table) {
        CreateTable shown = ShowCreate.written(profile, table);
        CreateTable written = with(shown, unqualifiedConstraints(database, shown.properties()));
        return said(
                written,
                written.properties(),
                RoundTripCheck::with,
                statement -> applied(database.without(table.name()), named(database, statement))
                        .table(table.name())
                        .map(RoundTripCheck::said),
                said(table));
    }

    /** @param named whether the query itself has the names of the columns */
    Said<CreateMaterializedView> of(Database database, MaterializedView view, boolean named) {
        CreateMaterializedView shown = ShowCreate.written(profile, view);
        boolean bare = named
                && view.columns().stream().allMatch(column -> column.comment().isEmpty());
        CreateMaterializedView written = copy(
                shown,
                shown.name(),
                bare ? List.of() : shown.columns(),
                unqualifiedConstraints(database, shown.properties()));
        return said(
                written,
                written.properties(),
                RoundTripCheck::with,
                statement -> applied(database.without(view), named(database, statement))
                        .materializedView(view.name())
                        .map(RoundTripCheck::said),
                said(view));
    }

    /**
     * The server adds catalog and database to each table in the constraints between tables. They are left out, as a person would
     * do: otherwise the schema would be bound to one database.
     */
    private static List<Property> unqualifiedConstraints(Database database, List<Property> properties) {
        String qualifier = "default_catalog." + database.name() + ".";
        return properties.stream()
                .map(property -> CONSTRAINTS.contains(property.name())
                        ? Property.of(property.name(), property.value().replace(qualifier, ""))
                        : property)
                .toList();
    }

    private Database applied(Database without, Statement statement) {
        return engine.apply(catalog.with(without), session, statement)
                .catalog()
                .database(without.name())
                .orElseThrow();
    }

    /** As it is written, or without the one property that the server takes only from an ALTER. */
    private <S> Said<S> said(
            S written,
            List<Property> properties,
            BiFunction<S, List<Property>, S> with,
            Function<S, Optional<SchemaObject>> made,
            SchemaObject wanted) {
        String problem;
        try {
            return new Said<>(written, differences(wanted, made.apply(written).orElseThrow()));
        } catch (Refusal refusal) {
            problem = String.valueOf(refusal.getMessage());
        }
        for (Property property : properties) {
            List<Property> others =
                    properties.stream().filter(other -> !other.equals(property)).toList();
            S statement = with.apply(written, others);
            if (isAccepted(statement, made)) {
                return new Said<>(statement, List.of("the property " + property.name() + ": " + problem));
            }
        }
        return new Said<>(null, List.of(problem));
    }

    private static <S> boolean isAccepted(S statement, Function<S, Optional<SchemaObject>> made) {
        try {
            return made.apply(statement).isPresent();
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** Lines that are to be there, and are not; a period, say, may be written otherwise and be the same. */
    private List<String> differences(SchemaObject wanted, SchemaObject made) {
        if (ObjectDifference.between(profile, made, wanted, QueryMatch.ofWritten())
                .isEmpty()) {
            return List.of();
        }
        List<String> there =
                made.shown(profile).lines().map(RoundTripCheck::bare).toList();
        List<String> lost = new ArrayList<>();
        wanted.shown(profile)
                .lines()
                .map(RoundTripCheck::bare)
                .filter(line -> !there.contains(line))
                .forEach(lost::add);
        return lost;
    }

    private static String bare(String line) {
        return line.strip().replaceFirst("[,;]$", "");
    }

    private static SchemaObject said(Table table) {
        return new SchemaObject.OfTable(table.withProperties(said(table.properties())));
    }

    private static SchemaObject said(MaterializedView view) {
        return new SchemaObject.OfMaterializedView(view.withProperties(said(view.properties())));
    }

    /** What the server assumed is no part of what anybody declares. */
    private static StoredProperties said(StoredProperties properties) {
        StoredProperties said = properties;
        for (String name : properties.settings().keySet()) {
            if (properties.settings().get(name).assumed()) {
                said = said.without(name);
            }
        }
        return said;
    }

    static CreateTable with(CreateTable table, List<Property> properties) {
        return copy(table, table.name(), properties);
    }

    static CreateTable named(Database database, CreateTable table) {
        return copy(table, in(database, table.name()), table.properties());
    }

    private static QualifiedName in(Database database, QualifiedName name) {
        return QualifiedName.of(database.name(), name.last().text());
    }

    private static CreateTable copy(CreateTable table, QualifiedName name, List<Property> properties) {
        return new CreateTable(
                table.lifetime(),
                table.ifNotExists(),
                name,
                table.columns(),
                table.indexes(),
                table.engine(),
                table.charset(),
                table.key(),
                table.comment(),
                table.partitioning(),
                table.distribution(),
                table.orderBy(),
                table.rollups(),
                properties,
                table.brokerProperties(),
                table.span());
    }

    static CreateMaterializedView with(CreateMaterializedView view, List<Property> properties) {
        return copy(view, view.name(), view.columns(), properties);
    }

    static CreateMaterializedView named(Database database, CreateMaterializedView view) {
        return copy(view, in(database, view.name()), view.columns(), view.properties());
    }

    private static CreateMaterializedView copy(
            CreateMaterializedView view, QualifiedName name, List<ViewColumn> columns, List<Property> properties) {
        return new CreateMaterializedView(
                view.ifNotExists(),
                name,
                columns,
                view.indexes(),
                view.comment(),
                view.partitionBy(),
                view.partitionParentheses(),
                view.distribution(),
                view.orderBy(),
                view.refresh(),
                properties,
                view.query(),
                view.span());
    }
}
