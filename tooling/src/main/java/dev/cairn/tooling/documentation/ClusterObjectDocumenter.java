package dev.cairn.tooling.documentation;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.SeedRows;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterClause.Form;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.sql.write.JoinedTexts;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectFacts;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectSource;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectTitle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Documents a cluster object: its parts, its statement, and the table that it fills or reads. Secrets in the statement
 * and in the properties are redacted.
 *
 * @param documentedTable the table of the object; null if the object has no table, or if the schema does not contain it
 */
record ClusterObjectDocumenter(
        ClusterObject object, @Nullable DocumentedObject documentedTable) {
    private static final String COMMENT_CLAUSE = "comment";

    static ClusterObjectDocumenter of(ClusterObject object, Map<ObjectName, DocumentedObject> documentedObjects) {
        return new ClusterObjectDocumenter(
                object,
                object.tableName()
                        .map(tableName -> documentedObjects.get(new ObjectName(object.database(), tableName)))
                        .orElse(null));
    }

    DocumentedObject document() {
        String sql = Sql.render(object.toCreateStatement(ExistingObjectPolicy.REFUSE)) + ";";
        String comment = object.parts().getOrDefault(ClusterPart.of(COMMENT_CLAUSE), "");
        List<DocumentedColumn> columns = findReferencedColumns().stream()
                .map(column -> DocumentedColumn.of(column.name(), column.type(), column.isNullable(), ""))
                .toList();
        return new DocumentedObject(
                new ObjectTitle(ObjectName.of(object), DocumentedKind.CLUSTER_OBJECT, comment),
                columns,
                SeedRows.NONE,
                new ObjectFacts(collectFacts(), collectProperties(), List.of()),
                new ObjectSource(RedactedSql.of(sql).text(), ""));
    }

    /** Returns the columns of the table that the object names as its keys or values, in the order of its clauses. */
    private List<DocumentedColumn> findReferencedColumns() {
        List<DocumentedColumn> columns = new ArrayList<>();
        for (ClusterClause clause : object.kind().clauses()) {
            if (documentedTable != null && clause.form() == Form.MARKED_NAMES) {
                for (String name : JoinedTexts.parseNames(clauseValue(clause))) {
                    documentedTable.columns().stream()
                            .filter(column -> column.name().equalsIgnoreCase(name))
                            .forEach(columns::add);
                }
            }
        }
        return columns;
    }

    private String clauseValue(ClusterClause clause) {
        return object.parts().getOrDefault(ClusterPart.of(clause.name()), "");
    }

    private List<Fact> collectFacts() {
        List<Fact> facts = new ArrayList<>();
        for (ClusterClause clause : object.kind().clauses()) {
            boolean hasOwnSection =
                    clause.form() == Form.PROPERTIES || clause.name().equals(COMMENT_CLAUSE);
            object.parts().forEach((part, value) -> {
                boolean isProperty =
                        clause.form() == Form.TYPED_PROPERTIES && !part.name().isEmpty();
                if (part.clause().equals(clause.name()) && !hasOwnSection && !isProperty) {
                    facts.add(Fact.of(
                            toLabel(clause.name()), part.name().isEmpty() ? renderValue(clause, value) : part.name()));
                }
            });
        }
        return facts;
    }

    private static String toLabel(String clauseName) {
        return clauseName.substring(0, 1).toUpperCase(Locale.ROOT) + clauseName.substring(1);
    }

    private static String renderValue(ClusterClause clause, String value) {
        return clause.form() == Form.MARKED_NAMES
                ? String.join(", ", JoinedTexts.parseNames(value))
                : RedactedSql.of(value).text();
    }

    /** Returns the properties of the object and, for a load, the properties of its source. */
    private List<Fact> collectProperties() {
        List<Fact> properties = new ArrayList<>();
        for (ClusterClause clause : object.kind().clauses()) {
            if (clause.form() == Form.PROPERTIES || clause.form() == Form.TYPED_PROPERTIES) {
                object.parts().forEach((part, value) -> {
                    if (part.clause().equals(clause.name()) && !part.name().isEmpty()) {
                        properties.add(Fact.of(part.name(), ClusterSecrets.redact(part, value)));
                    }
                });
            }
        }
        return properties;
    }

    /** Returns an edge for each column of the table that the object reads, or one edge to the table that it fills. */
    List<Edge> collectEdges() {
        if (documentedTable == null) {
            return List.of();
        }
        ObjectName name = ObjectName.of(object);
        ObjectColumn rowsColumn = new ObjectColumn(name, "");
        if (object.kind().fillsTable()) {
            return List.of(new Edge(rowsColumn, new ObjectColumn(documentedTable.name(), ""), ColumnUse.FILTER, name));
        }
        return findReferencedColumns().stream()
                .map(column -> new Edge(
                        new ObjectColumn(documentedTable.name(), column.name()),
                        new ObjectColumn(name, column.name()),
                        ColumnUse.IDENTITY,
                        name))
                .toList();
    }
}
