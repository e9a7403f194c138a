package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Creates an object in a catalog as the server would; after a refusal, tries again without the refused part. */
final class ObjectCreation {
    private static final String APART = "apart";

    private final Engine engine;
    private final Session session;

    ObjectCreation(Engine engine, Session session) {
        this.engine = engine;
        this.session = session;
    }

    /**
     * The catalog with the object, perhaps without the parts that are wrong.
     *
     * @param knownFindings what is known to be wrong with it; the engine's words for the same are no news
     * @return empty where what is wrong is no part that can be left out
     */
    Optional<Catalog> in(
            Catalog catalog, Declaration declaration, Statement statement, Findings knownFindings, Findings findings) {
        Set<Place> mistakes = mistakes(knownFindings);
        Optional<Statement> remaining = without(mistakes, false, statement, declaration);
        if (remaining.isPresent()) {
            Optional<Catalog> made = in(catalog, declaration, remaining.get(), findings);
            return isDividedAs(statement, remaining.get()) ? made : Optional.empty();
        }
        // The columns can still be looked at, each for itself.
        if (declaration.source() && statement instanceof CreateTable table) {
            Database apart = Database.of(APART);
            CreateTable columns = columnsAlone(table, APART, sound(declaration, mistakes));
            in(Catalog.EMPTY.with(apart), declaration, columns, findings);
        }
        return Optional.empty();
    }

    private Optional<Catalog> in(Catalog catalog, Declaration declaration, Statement statement, Findings findings) {
        RefusalFindings wording = new RefusalFindings(declaration, engine.profile(), findings);
        Optional<Statement> remaining = Optional.of(statement);
        while (remaining.isPresent()) {
            try {
                Catalog made = engine.apply(catalog, session, remaining.get()).catalog();
                return isDividedAs(statement, remaining.get()) ? Optional.of(made) : Optional.empty();
            } catch (Refusal refusal) {
                wording.report(refusal, remaining.get());
                remaining = without(Set.of(Place.of(refusal.at())), true, remaining.get(), declaration);
            }
        }
        return Optional.empty();
    }

    /** Whether the table still has its partitioning, on which objects that read it may depend. */
    private static boolean isDividedAs(Statement declared, Statement remaining) {
        return !(declared instanceof CreateTable table
                && remaining instanceof CreateTable made
                && table.partitioning() != null
                && made.partitioning() == null);
    }

    private static Set<String> sound(Declaration declaration, Set<Place> mistakes) {
        Set<String> names = new HashSet<>();
        for (DeclaredColumn column : declaration.columns()) {
            Set<Place> places = new HashSet<>(column.parts().values());
            places.add(column.place());
            if (Collections.disjoint(places, mistakes)) {
                names.add(column.name());
            }
        }
        return names;
    }

    private static Set<Place> mistakes(Findings knownFindings) {
        Set<Place> mistakes = new LinkedHashSet<>();
        for (Finding finding : knownFindings.all()) {
            if (finding.code().severity() == FindingCode.Severity.ERROR) {
                mistakes.add(finding.place());
            }
        }
        return mistakes;
    }

    /** Without source, all parts have the same place, so no part can be removed. */
    private static Optional<Statement> without(
            Set<Place> mistakes, boolean refused, Statement statement, Declaration declaration) {
        Optional<Statement> remaining = Optional.of(statement);
        for (Place mistake : mistakes) {
            remaining = declaration.source()
                    ? remaining.flatMap(each -> StatementPruning.without(mistake, refused, each, declaration.columns()))
                    : Optional.empty();
        }
        return remaining;
    }

    /**
     * A table of those columns that have no finding, to check each of them although the rest of the table is wrong. Its key is a
     * column of its own.
     */
    private static CreateTable columnsAlone(CreateTable table, String database, Set<String> sound) {
        Name key = Name.of(database);
        List<ColumnDefinition> columns = new ArrayList<>();
        columns.add(plain(key, new Type.Scalar(Type.Scalar.Kind.INT)));
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.add(key.text());
        for (ColumnDefinition column : table.columns()) {
            String name = column.name().text();
            Type type = column.type();
            if (type != null && sound.contains(name) && names.add(name)) {
                columns.add(alone(column, type));
            }
        }
        return new CreateTable(
                table.lifetime(),
                false,
                QualifiedName.of(database, database),
                columns,
                List.of(),
                null,
                null,
                new KeyClause(KeyModel.UNIQUE, List.of(key), Span.NONE),
                null,
                null,
                new Distribution.Hash(List.of(key), null, Span.NONE),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                table.span());
    }

    private static ColumnDefinition alone(ColumnDefinition column, Type type) {
        return new ColumnDefinition(
                column.name(),
                type,
                null,
                false,
                null,
                column.nullable(),
                column.defaultValue(),
                false,
                null,
                null,
                column.span());
    }

    private static ColumnDefinition plain(Name name, Type type) {
        return new ColumnDefinition(name, type, null, false, null, null, null, false, null, null, Span.NONE);
    }
}
