package dev.cairn.schema;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.SourceNameCollector;
import dev.cairn.engine.property.ForeignKeyOrder;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.OpaqueStatement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Sorts the statements of a schema in the order in which they can run: tables first, each after the tables to which its
 * foreign keys refer, then each view after the objects that it reads from. A view whose query this version of Cairn
 * can't parse comes last, unless another view reads from it.
 *
 * @param profile the profile of the servers
 * @param databaseName the database that the connection has selected
 */
record CreationOrderSorter(ServerProfile profile, String databaseName) {
    /** Returns the statements that create the objects, without external objects. */
    List<Statement> arrange(List<Descriptor<?>> descriptors) {
        List<CreateTable> tables = new ArrayList<>();
        Map<QualifiedName, Statement> viewByName = new LinkedHashMap<>();
        for (Descriptor<?> descriptor : descriptors) {
            if (descriptor instanceof ViewDescriptor || descriptor instanceof MaterializedViewDescriptor) {
                viewByName.put(qualify(descriptor.qualifiedName()), descriptor.parseStatement(profile));
            } else if (!(descriptor instanceof ExternalDescriptor)) {
                tables.add((CreateTable) descriptor.parseStatement(profile));
            }
        }
        List<Statement> orderedStatements =
                new ArrayList<>(ForeignKeyOrder.sort(tables, Function.identity(), databaseName));
        List<QualifiedName> viewNames = new ArrayList<>(viewByName.keySet());
        viewNames.sort(Comparator.comparing(name -> viewByName.get(name) instanceof OpaqueStatement));
        viewNames.forEach(name -> addViewAfterSources(name, viewByName, orderedStatements));
        return orderedStatements;
    }

    /**
     * Appends a view to the ordered statements, after the objects that it reads from. Does nothing if the name is not
     * that of a waiting view.
     */
    private void addViewAfterSources(
            QualifiedName name, Map<QualifiedName, Statement> waitingViewByName, List<Statement> orderedStatements) {
        Statement viewStatement = waitingViewByName.remove(name);
        if (viewStatement == null) {
            return;
        }
        for (QualifiedName sourceName : findSourceNames(viewStatement)) {
            addViewAfterSources(sourceName, waitingViewByName, orderedStatements);
        }
        orderedStatements.add(viewStatement);
    }

    private List<QualifiedName> findSourceNames(Statement viewStatement) {
        if (viewStatement instanceof OpaqueStatement) {
            return List.of();
        }
        SourceNameCollector collector = new SourceNameCollector();
        try {
            new QueryAnalysis(profile, collector, databaseName)
                    .analyze(extractQuery(viewStatement).query());
        } catch (Refusal ignored) {
            // The analysis ends at a part that it refuses; the objects that the query names before this part are known.
        }
        return collector.names();
    }

    private static QueryText extractQuery(Statement viewStatement) {
        return viewStatement instanceof CreateView plainView
                ? plainView.queryText()
                : ((CreateMaterializedView) viewStatement).queryText();
    }

    private QualifiedName qualify(QualifiedName name) {
        return name.qualifier().isPresent()
                ? name
                : QualifiedName.of(databaseName, name.lastPart().text());
    }
}
