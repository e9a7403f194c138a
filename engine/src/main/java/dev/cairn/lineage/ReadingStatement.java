package dev.cairn.lineage;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.template.RenderedTemplate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement outside of the catalog that reads objects: the statement of an application, a task or a migration, or the
 * refresh of a snapshot table. Lineage treats it as a reader, like a view.
 *
 * @param name the name of a snapshot table; for any other statement, its own name without a database
 * @param session the session in which the statement runs
 * @param template the text from which the statement was parsed, with the places of the parameters; null for a statement
 *     without parameters
 */
public record ReadingStatement(
        Reader.Kind kind,
        ObjectName name,
        Session session,
        Statement statement,
        @Nullable RenderedTemplate template) {
    /** Creates a statement without parameters. */
    public ReadingStatement(Reader.Kind kind, ObjectName name, Session session, Statement statement) {
        this(kind, name, session, statement, null);
    }

    /**
     * Analyzes the statement. A statement that changes rows is parsed first, which may throw a {@code
     * SqlSyntaxException}.
     *
     * @return the statement as a reader; empty if it neither reads nor writes columns, such as SHOW
     * @throws Refusal if the server would refuse the statement
     */
    public Optional<Reader> analyze(ServerProfile profile, Catalog catalog) {
        if (statement instanceof Statement.QueryStatement queryStatement) {
            return Optional.of(createReader(
                    name,
                    queryStatement.queryText().text(),
                    analyzeLineage(profile, catalog, queryStatement.queryText().query())));
        }
        if (statement instanceof Statement.CreateTableAsSelect createTable) {
            QueryLineage lineage =
                    analyzeLineage(profile, catalog, createTable.queryText().query());
            List<String> columnNames =
                    createTable.columns().stream().map(Name::text).toList();
            return Optional.of(createReader(
                    resolveObject(createTable.name()), Sql.render(createTable), lineage.withOutputNames(columnNames)));
        }
        if (statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows()) {
            DmlStatement dmlStatement = Sql.parseDml(opaqueStatement);
            new Engine(profile).check(catalog, session, dmlStatement);
            boolean hasPseudoTable = dmlStatement instanceof DmlStatement.Insert insert && insert.hasPseudoTable();
            ObjectName target = hasPseudoTable ? name : resolveObject(dmlStatement.target());
            return Optional.of(
                    createReader(target, opaqueStatement.text(), analyzeLineage(profile, catalog, dmlStatement)));
        }
        return Optional.empty();
    }

    private Reader createReader(ObjectName target, String sql, QueryLineage lineage) {
        return new Reader(kind, name, target, sql, lineage);
    }

    /** Returns the object to which a name refers; the catalog of an external object becomes part of its database. */
    private ObjectName resolveObject(QualifiedName targetName) {
        ObjectName object = ObjectName.resolve(targetName, session);
        String catalog = InternalCatalog.externalCatalogName(targetName);
        return catalog == null ? object : new ObjectName(catalog + "." + object.database(), object.name());
    }

    private QueryLineage analyzeLineage(ServerProfile profile, Catalog catalog, Query query) {
        return ReaderGraph.analyzeLineage(
                profile,
                new CatalogSourceResolver(profile, catalog),
                session.databaseName(),
                query,
                template == null ? Sql::render : template::renderWithParameterNames);
    }

    /** Returns the lineage whose outputs are the columns that the statement writes. */
    private QueryLineage analyzeLineage(ServerProfile profile, Catalog catalog, DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            return analyzeInsert(profile, catalog, insert);
        }
        if (dmlStatement instanceof DmlStatement.Update update) {
            List<DmlStatement.Assignment> assignments = update.assignments().stream()
                    .filter(assignment -> assignment.value() != null)
                    .toList();
            Query rowQuery = RowSelection.of(update)
                    .toQuery(assignments.stream()
                            .map(assignment -> Objects.requireNonNull(assignment.value()))
                            .toList());
            return analyzeLineage(profile, catalog, rowQuery)
                    .withOutputNames(assignments.stream()
                            .map(assignment -> assignment.column().text())
                            .toList())
                    .withInfluencedOutputs(); // an UPDATE adds and removes no rows
        }
        DmlStatement.Delete delete = (DmlStatement.Delete) dmlStatement;
        Query rowQuery = RowSelection.of(delete).toQuery(List.of());
        return analyzeLineage(profile, catalog, rowQuery).withOutputs(List.of());
    }

    private QueryLineage analyzeInsert(ServerProfile profile, Catalog catalog, DmlStatement.Insert insert) {
        List<String> columnNames = insert.columns().isEmpty()
                ? findTargetColumnNames(catalog, insert.target())
                : insert.columns().stream().map(Name::text).toList();
        if (insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows) {
            QueryLineage lineage =
                    analyzeLineage(profile, catalog, queriedRows.queryText().query());
            return insert.isByName() || insert.hasPseudoTable() ? lineage : lineage.withOutputNames(columnNames);
        }
        return QueryLineage.ofConstants(columnNames);
    }

    /** Returns the columns that an INSERT without a list of columns writes. */
    private List<String> findTargetColumnNames(Catalog catalog, QualifiedName target) {
        Optional<SchemaObject> object = SchemaObject.find(catalog, resolveObject(target));
        if (object.isPresent() && object.get() instanceof SchemaObject.TableObject tableObject) {
            return tableObject.table().writableColumns().stream()
                    .map(column -> column.name())
                    .toList();
        }
        ObjectName name = ObjectName.resolve(target, session);
        return catalog
                .findExternalObject(InternalCatalog.externalCatalogName(target), name.database(), name.name())
                .stream()
                .flatMap(externalObject -> externalObject.columns().stream())
                .map(ExternalObject.ExternalColumn::name)
                .toList();
    }
}
